using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.Thorax;

/// <summary>Draws patients and findings. Ranges: usual radiology texts; stated where they stand.</summary>
internal static class ThoraxSampling
{
    public static ThoraxParameters Sample(SeededRandom random, ThoraxFindings wanted, double age)
    {
        var child = age < 16;
        // Normal cardiothoracic ratio: up to 0.50 in adults, 0.55 to 0.60 in small children.
        var ratio =
            (wanted & ThoraxFindings.Cardiomegaly) != 0
                ? random.Between(child ? 0.62 : 0.57, child ? 0.70 : 0.67)
                : random.Between(child ? 0.46 : 0.39, child ? 0.54 : 0.475);
        var female = random.NextDouble() < 0.5;
        return new ThoraxParameters
        {
            Seed = random.Next(),
            AgeYears = age,
            Female = female,
            CardiothoracicRatio = ratio,
            Inspiration = random.Between(child ? 0.25 : 0.45, 1),
            FatMillimetres = child ? random.Between(6, 14) : random.Between(6, female ? 26 : 20),
            Breadth = random.Between(0.93, 1.07),
            Depth = random.Between(0.93, 1.1),
            BoneDensity = age > 60 ? random.Between(0.65, 0.95) : random.Between(0.9, 1.15),
            VesselCalibre = random.Between(0.85, 1.2),
            Rotation = child ? random.Between(-6, 6) : random.Between(-3, 3),
            GastricBubble = random.NextDouble() < 0.75,
            Field = child ? random.Between(1.02, 1.26) : random.Between(1.14, 1.28),
            ShiftX = random.Between(-0.03, 0.03),
            ShiftY = random.Between(-0.03, 0.03),
            EnergyKiloelectronvolt = child ? random.Between(50, 56) : random.Between(56, 66),
            PhotonsPerPixel = Math.Exp(random.Between(Math.Log(20_000), Math.Log(120_000))),
            Scatter = child ? random.Between(0.3, 0.6) : random.Between(0.2, 0.5),
            Contrast = child ? random.Between(0.52, 0.85) : random.Between(0.88, 1.15),
            Brightness = child ? random.Between(-0.02, 0.12) : random.Between(-0.06, 0.06),
            Consolidations = (wanted & ThoraxFindings.Pneumonia) != 0 ? Consolidations(random, child) : [],
            Effusions = (wanted & ThoraxFindings.Effusion) != 0 ? [new(Side(random), random.Between(30, 110))] : [],
            Nodules = (wanted & ThoraxFindings.Nodule) != 0 ? Nodules(random) : [],
        };
    }

    /// <summary>Either one lobe (bacterial), or several patches on one or both sides (bronchopneumonia).</summary>
    private static Consolidation[] Consolidations(SeededRandom random, bool child)
    {
        if (random.NextDouble() < (child ? 0.4 : 0.6))
        {
            var (side, lobe) = (Side(random), Lobe(random));
            if (side == BodySide.Left && lobe == LungLobe.Middle)
                lobe = LungLobe.Lower;
            var zone = lobe switch
            {
                LungLobe.Upper => LungZone.Upper,
                LungLobe.Middle => LungZone.Lower,
                _ => random.NextDouble() < 0.7 ? LungZone.Lower : LungZone.Middle,
            };
            return [new(side, zone, lobe, random.Between(38, child ? 72 : 62), random.Between(0.55, 0.9), true)];
        }
        var patches = new Consolidation[child ? random.Next(3, 10) : random.Next(2, 7)];
        var (first, both) = (Side(random), random.NextDouble() < 0.55);
        for (var i = 0; i < patches.Length; i++)
        {
            var side = both && random.NextDouble() < 0.5 ? Other(first) : first;
            var zone = (LungZone)(
                random.NextDouble() < 0.2 ? 0
                : random.NextDouble() < 0.5 ? 1
                : 2
            );
            patches[i] = Patch(
                side,
                zone,
                random.Between(18, child ? 46 : 36),
                random.Between(0.35, child ? 0.8 : 0.7)
            );
        }
        // In small children bronchopneumonia often veils both lungs around the hila.
        if (!child || random.NextDouble() < 0.3)
            return patches;
        return
        [
            .. patches,
            Patch(first, LungZone.Middle, random.Between(62, 95), random.Between(0.3, 0.65)),
            Patch(Other(first), LungZone.Middle, random.Between(62, 95), random.Between(0.15, 0.6)),
        ];
    }

    private static Consolidation Patch(BodySide side, LungZone zone, double radius, double density) =>
        new(side, zone, zone == LungZone.Upper ? LungLobe.Upper : LungLobe.Lower, radius, density, false);

    private static LungNodule[] Nodules(SeededRandom random)
    {
        var nodules = new LungNodule[random.Next(1, 4)];
        for (var i = 0; i < nodules.Length; i++)
            nodules[i] = new(Side(random), (LungZone)random.Next(3), random.Between(8, 16));
        return nodules;
    }

    private static BodySide Side(SeededRandom random) => random.NextDouble() < 0.55 ? BodySide.Right : BodySide.Left;

    private static BodySide Other(BodySide side) => side == BodySide.Right ? BodySide.Left : BodySide.Right;

    private static LungLobe Lobe(SeededRandom random) =>
        random.NextDouble() switch
        {
            < 0.3 => LungLobe.Upper,
            < 0.5 => LungLobe.Middle,
            _ => LungLobe.Lower,
        };
}
