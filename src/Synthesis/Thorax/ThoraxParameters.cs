using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.Thorax;

/// <summary>What is to be seen on a film. Normal means none of the others.</summary>
[Flags]
public enum ThoraxFindings
{
    Normal = 0,
    Pneumonia = 1,
    Effusion = 2,
    Cardiomegaly = 4,
    Nodule = 8,
}

/// <summary>The patient's side; on the film the patient's right is on the left.</summary>
public enum BodySide
{
    Right,
    Left,
}

/// <summary>A third of a lung's height.</summary>
public enum LungZone
{
    Upper,
    Middle,
    Lower,
}

/// <summary>A lobe, bounded by the fissures. The left lung has no middle lobe.</summary>
public enum LungLobe
{
    Upper,
    Middle,
    Lower,
}

/// <summary>Air space filled with fluid or pus: an irregular, soft-edged region of a lobe.</summary>
/// <param name="Radius">Radius before it is roughened, in mm of an adult thorax (a child's is scaled down).</param>
/// <param name="Density">Share of the air that is replaced at its centre, 0 to 1.</param>
/// <param name="WithinLobe">True when a fissure bounds it sharply, as lobar pneumonia is; false for patches.</param>
public sealed record Consolidation(
    BodySide Side,
    LungZone Zone,
    LungLobe Lobe,
    double Radius,
    double Density,
    bool WithinLobe
);

/// <summary>Fluid in the pleural space of an upright patient.</summary>
/// <param name="Depth">Height of the fluid above the costophrenic angle, in mm of an adult thorax, 10 to 140.</param>
public sealed record PleuralEffusion(BodySide Side, double Depth);

/// <summary>A round spot of soft tissue.</summary>
/// <param name="Radius">In mm, 4 to 20.</param>
public sealed record LungNodule(BodySide Side, LungZone Zone, double Radius);

/// <summary>Everything that makes a film; the same parameters give the same film, bit for bit.</summary>
public sealed record ThoraxParameters
{
    /// <summary>Drives everything that is random within the film: vessels, borders of opacities, photons.</summary>
    public required int Seed { get; init; }

    /// <summary>Rows and columns, 24 to 2048 px.</summary>
    public int Size { get; init; } = 512;

    /// <summary>0.5 to 100. Below 16 the thorax is smaller, rounder and shorter, the heart relatively wider.</summary>
    public double AgeYears { get; init; } = 45;

    public bool Female { get; init; }

    /// <summary>Greatest width of the heart over greatest inner width of the thorax, 0.35 to 0.70.</summary>
    public double CardiothoracicRatio { get; init; } = 0.45;

    /// <summary>How deep the breath was: 0 poor, 1 full. Moves the diaphragm by 25 mm.</summary>
    public double Inspiration { get; init; } = 0.7;

    /// <summary>Fat under the skin in mm, 3 to 40.</summary>
    public double FatMillimetres { get; init; } = 12;

    /// <summary>Width of the thorax against the average, 0.88 to 1.12.</summary>
    public double Breadth { get; init; } = 1;

    /// <summary>Depth of the thorax from back to front against the average, 0.88 to 1.15.</summary>
    public double Depth { get; init; } = 1;

    /// <summary>How strongly the bones take up calcium, 0.6 (old) to 1.2.</summary>
    public double BoneDensity { get; init; } = 1;

    /// <summary>How full the vessels of the lungs are, 0.7 to 1.5.</summary>
    public double VesselCalibre { get; init; } = 1;

    /// <summary>Turn of the patient about the long axis in degrees, −6 to 6; positive brings the right side forward.</summary>
    public double Rotation { get; init; }

    /// <summary>Air in the stomach under the left dome.</summary>
    public bool GastricBubble { get; init; } = true;

    /// <summary>How wide the image is against the thorax: 1 tight to 1.4 with arms and upper abdomen.</summary>
    public double Field { get; init; } = 1.2;

    /// <summary>Displacement of the thorax in the image, as shares of its size, −0.06 to 0.06.</summary>
    public double ShiftX { get; init; }
    public double ShiftY { get; init; }

    /// <summary>Effective photon energy in keV, 50 to 80: about half of the tube voltage in kV.</summary>
    public double EnergyKiloelectronvolt { get; init; } = 60;

    /// <summary>Photons that reach a 0.7 mm pixel with nothing in their way, 2,000 to 200,000.</summary>
    public double PhotonsPerPixel { get; init; } = 60_000;

    /// <summary>Scattered over primary photons behind the mediastinum, 0.1 (good grid) to 1 (none).</summary>
    public double Scatter { get; init; } = 0.35;

    /// <summary>Steepness of the display curve, 0.5 to 1.3.</summary>
    public double Contrast { get; init; } = 1;

    /// <summary>Lightness of the display curve, −0.15 to 0.15.</summary>
    public double Brightness { get; init; }

    public IReadOnlyList<Consolidation> Consolidations { get; init; } = [];
    public IReadOnlyList<PleuralEffusion> Effusions { get; init; } = [];
    public IReadOnlyList<LungNodule> Nodules { get; init; } = [];

    /// <summary>A patient and a film such as a hospital sees, with the findings wanted and no other.</summary>
    public static ThoraxParameters Sample(SeededRandom random, ThoraxFindings wanted) =>
        ThoraxSampling.Sample(random, wanted, random.NextDouble() * 65 + 20);

    /// <summary>The same for a patient of a given age in years.</summary>
    public static ThoraxParameters Sample(SeededRandom random, ThoraxFindings wanted, double ageYears) =>
        ThoraxSampling.Sample(random, wanted, ageYears);

    /// <summary>True below the age from which a thorax has adult proportions.</summary>
    internal bool Child => AgeYears < 16;
}
