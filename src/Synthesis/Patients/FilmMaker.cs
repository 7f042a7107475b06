using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;
using Xinglin.Learning.Randomness;
using Xinglin.Synthesis.Thorax;

namespace Xinglin.Synthesis.Patients;

/// <summary>The chest films of a patient: phantom films as DICOM, one of them spoilt where the story asks for it.</summary>
internal static class FilmMaker
{
    public static IReadOnlyList<SyntheticFilm> Films(SyntheticChart chart, SeededRandom random)
    {
        if (chart.Profile.Film is not { } story)
        {
            return [];
        }
        var parameters = Parameters(chart.Profile, story, random);
        var film = ThoraxPhantom.Render(parameters);
        var pixels = story == FilmStory.UnlikeTraining ? WithoutPatient(film, random) : film.Pixels;
        var file = FrameWriter.DigitalRadiograph(Describe(chart, film), pixels, film.Rows, film.Columns);
        if (story == FilmStory.Unreadable)
        {
            // Half of the pixels never arrived at the archive that sent this file.
            var half = file.DataSet.GetBytes(Tags.PixelData)[..(film.Rows * film.Columns)].ToArray();
            file.DataSet.Set(Tags.PixelData, VR.OW, half);
        }
        using var stream = new MemoryStream();
        file.Write(stream);
        return [new SyntheticFilm($"{chart.PatientId}-film.dcm", story, stream.ToArray(), film.Truth)];
    }

    private static ThoraxParameters Parameters(PatientProfile profile, FilmStory story, SeededRandom random)
    {
        var wanted = story is FilmStory.Cardiomegaly or FilmStory.CardiomegalyEffusion
            ? ThoraxFindings.Cardiomegaly
            : ThoraxFindings.Normal;
        var parameters = ThoraxParameters.Sample(random, wanted, profile.Age) with
        {
            Female = profile.Female,
            Size = 512,
        };
        return story switch
        {
            FilmStory.PneumoniaRightLower => parameters with
            {
                Consolidations = [new(BodySide.Right, LungZone.Lower, LungLobe.Lower, 58, 0.85, WithinLobe: true)],
            },
            FilmStory.PneumoniaBothSides => parameters with
            {
                Consolidations =
                [
                    new(BodySide.Right, LungZone.Lower, LungLobe.Lower, 44, 0.75, false),
                    new(BodySide.Right, LungZone.Middle, LungLobe.Lower, 30, 0.6, false),
                    new(BodySide.Left, LungZone.Lower, LungLobe.Lower, 48, 0.8, false),
                    new(BodySide.Left, LungZone.Middle, LungLobe.Lower, 28, 0.55, false),
                ],
            },
            FilmStory.CardiomegalyEffusion => parameters with { Effusions = [new(BodySide.Right, 62)] },
            _ => parameters,
        };
    }

    /// <summary>
    /// What a test exposure of a line-pair phantom looks like: bars and a wedge instead of a thorax, as a hospital's
    /// quality control takes it and now and then files it under a patient.
    /// </summary>
    private static ushort[] WithoutPatient(ThoraxFilm film, SeededRandom random)
    {
        var pixels = new ushort[film.Pixels.Length];
        for (var row = 0; row < film.Rows; row++)
        {
            for (var column = 0; column < film.Columns; column++)
            {
                var bar = (column / (8 + row / 64 * 4)) % 2 == 0 ? 3400 : 500;
                var wedge = 4000 * row / film.Rows;
                var value = column < film.Columns * 2 / 3 ? bar : wedge;
                pixels[row * film.Columns + column] = (ushort)Math.Clamp(value + random.Next(-60, 61), 0, 4095);
            }
        }
        return pixels;
    }

    private static FilmDescription Describe(SyntheticChart chart, ThoraxFilm film) =>
        new()
        {
            PatientId = chart.PatientId,
            PatientName = new Dicom.DataSets.PersonName(
                $"{chart.Name.FamilyEn}^{chart.Name.GivenEn}",
                $"{chart.Name.FamilyZh}^{chart.Name.GivenZh}"
            ),
            PatientBirthDate = DateOnly.FromDateTime(chart.Born),
            PatientSex = chart.Profile.Female ? "F" : "M",
            TakenAt = new DateTimeOffset(chart.Now.Date.AddDays(-1), chart.Now.Offset).AddHours(10),
            UidSeed = $"{chart.PatientId} {chart.Now:yyyy-MM-dd}",
            MadeBy = $"ThoraxPhantom seed {film.Truth.Seed}",
            Spacing = film.PixelSpacing,
            AccessionNumber = $"A{Math.Abs(film.Truth.Seed) % 1_000_000:000000}",
            StudyDescription = "Chest PA",
            InstitutionName = "Xinglin demonstration hospital",
        };
}
