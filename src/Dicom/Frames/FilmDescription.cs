using Xinglin.Dicom.DataSets;

namespace Xinglin.Dicom.Frames;

/// <summary>What is to stand in the header of a film that a program made.</summary>
public sealed record FilmDescription
{
    /// <summary>Patient ID (0010,0020), at most 64 characters.</summary>
    public required string PatientId { get; init; }

    /// <summary>Name in Latin letters and, where there is one, in Chinese characters.</summary>
    public required PersonName PatientName { get; init; }

    public required DateOnly? PatientBirthDate { get; init; }

    /// <summary><c>M</c>, <c>F</c>, <c>O</c> or null when unknown.</summary>
    public required string? PatientSex { get; init; }

    /// <summary>When the film is said to have been taken; its offset is written as well.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The same seed gives the same UIDs (2.25 arc).</summary>
    public required string UidSeed { get; init; }

    /// <summary>The program and its seed, such as <c>ThoraxPhantom seed 17</c>: no film leaves without it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>Distance between pixel centres at the detector, in mm.</summary>
    public required PixelSpacing Spacing { get; init; }

    /// <summary>Bits stored, 8 to 16; every pixel must fit.</summary>
    public int BitsStored { get; init; } = 12;

    /// <summary>The window to show it with, or null for all of the stored values.</summary>
    public Window? Window { get; init; }

    /// <summary><c>PA</c>, <c>AP</c>, <c>LL</c> or <c>RL</c>.</summary>
    public string ViewPosition { get; init; } = "PA";

    public string AccessionNumber { get; init; } = "";
    public string StudyDescription { get; init; } = "Chest PA";
    public string InstitutionName { get; init; } = "";

    /// <summary>Tube voltage in kV.</summary>
    public double? TubeVoltage { get; init; }

    /// <summary>Distance from source to detector in mm.</summary>
    public double? SourceToDetector { get; init; }
}
