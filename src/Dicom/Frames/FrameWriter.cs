using System.Globalization;
using System.Runtime.InteropServices;
using Xinglin.Dicom.DataSets;

namespace Xinglin.Dicom.Frames;

/// <summary>
/// Writes films that a program made as Digital X-Ray Image Storage – For Presentation (PS3.3 A.26). Every one says in six
/// standard attributes that it shows no patient; there is no way to write one that does not.
/// </summary>
public static class FrameWriter
{
    /// <summary>Digital X-Ray Image Storage – For Presentation.</summary>
    public const string DigitalXRayForPresentation = "1.2.840.10008.5.1.4.1.1.1.1";

    private const string Comment = "SYNTHETIC IMAGE made by a program; it shows no patient. 合成影像，非真实患者。";

    /// <summary>A film in Explicit VR Little Endian.</summary>
    /// <param name="pixels">Row-major, length rows × columns, larger is brighter (MONOCHROME2).</param>
    /// <exception cref="ArgumentException">The pixels do not fit the rows and columns, or not the bits stored.</exception>
    public static DicomFile DigitalRadiograph(FilmDescription description, ushort[] pixels, int rows, int columns)
    {
        Check(description, pixels, rows, columns);
        var dataSet = new DataSet().Set(Tags.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        DescribePatient(dataSet, description);
        DescribeStudy(dataSet, description);
        DescribeOrigin(dataSet, description);
        DescribeProjection(dataSet, description);
        DescribePixels(dataSet, description, rows, columns);
        dataSet.Set(Tags.PixelData, VR.OW, MemoryMarshal.AsBytes<ushort>(pixels).ToArray());
        return DicomFile.Create(dataSet);
    }

    private static void Check(FilmDescription description, ushort[] pixels, int rows, int columns)
    {
        if (rows is < 1 or > ushort.MaxValue || columns is < 1 or > ushort.MaxValue || pixels.Length != rows * columns)
            throw new ArgumentException($"{pixels.Length} pixels are not {rows} × {columns}.", nameof(pixels));
        if (description.BitsStored is < 8 or > 16)
            throw new ArgumentException("A film has 8 to 16 bits stored.", nameof(description));
        if (string.IsNullOrWhiteSpace(description.MadeBy))
            throw new ArgumentException("A synthetic film must name the program that made it.", nameof(description));
        foreach (var pixel in pixels)
        {
            if (pixel >> description.BitsStored != 0)
                throw new ArgumentException($"A pixel needs more than {description.BitsStored} bits.", nameof(pixels));
        }
    }

    private static void DescribePatient(DataSet dataSet, FilmDescription description)
    {
        dataSet
            .Set(Tags.PatientName, VR.PN, description.PatientName.ToDicom())
            .Set(Tags.PatientID, VR.LO, description.PatientId)
            .Set(Tags.PatientBirthDate, VR.DA, Date(description.PatientBirthDate))
            .Set(Tags.PatientSex, VR.CS, description.PatientSex is { } sex ? [sex] : [])
            .Set(Tags.PatientComments, VR.LT, Comment)
            .Set(Tags.QualityControlSubject, VR.CS, "YES")
            .Set(Tags.PatientIdentityRemoved, VR.CS, "YES")
            .Set(Tags.DeidentificationMethod, VR.LO, "SYNTHETIC: there was never an identity");
    }

    private static void DescribeStudy(DataSet dataSet, FilmDescription description)
    {
        var taken = description.TakenAt;
        var date = Date(DateOnly.FromDateTime(taken.DateTime));
        var time = taken.ToString("HHmmss", CultureInfo.InvariantCulture);
        dataSet
            .Set(Tags.StudyInstanceUID, VR.UI, Uid.FromSeed($"study {description.UidSeed}"))
            .Set(Tags.SeriesInstanceUID, VR.UI, Uid.FromSeed($"series {description.UidSeed}"))
            .Set(Tags.SOPInstanceUID, VR.UI, Uid.FromSeed($"instance {description.UidSeed}"))
            .Set(Tags.SOPClassUID, VR.UI, DigitalXRayForPresentation)
            .Set(Tags.StudyDate, VR.DA, date)
            .Set(Tags.SeriesDate, VR.DA, date)
            .Set(Tags.AcquisitionDate, VR.DA, date)
            .Set(Tags.ContentDate, VR.DA, date)
            .Set(Tags.StudyTime, VR.TM, time)
            .Set(Tags.SeriesTime, VR.TM, time)
            .Set(Tags.AcquisitionTime, VR.TM, time)
            .Set(Tags.ContentTime, VR.TM, time)
            .Set(Tags.TimezoneOffsetFromUTC, VR.SH, Offset(taken.Offset))
            .Set(Tags.AccessionNumber, VR.SH, description.AccessionNumber)
            .SetEmpty(Tags.StudyID, VR.SH)
            .Set(Tags.StudyDescription, VR.LO, description.StudyDescription)
            .SetEmpty(Tags.ReferringPhysicianName, VR.PN)
            .Set(Tags.InstitutionName, VR.LO, description.InstitutionName)
            .Set(Tags.SeriesNumber, VR.IS, 1)
            .Set(Tags.InstanceNumber, VR.IS, 1)
            .Set(Tags.Modality, VR.CS, "DX")
            .Set(Tags.PresentationIntentType, VR.CS, "FOR PRESENTATION");
    }

    /// <summary>The marks by which nobody can take the film for a patient's.</summary>
    private static void DescribeOrigin(DataSet dataSet, FilmDescription description)
    {
        var contribution = dataSet
            .NewItem()
            .Set(Tags.PurposeOfReferenceCodeSequence, Coded(dataSet, "109102", "DCM", "Processing Equipment"))
            .Set(Tags.Manufacturer, VR.LO, "Xinglin SYNTHETIC")
            .Set(Tags.ContributionDescription, VR.ST, $"Image synthesised by {description.MadeBy}");
        dataSet
            .Set(Tags.ImageType, VR.CS, "DERIVED", "PRIMARY", "", "SYNTHETIC")
            .Set(Tags.SyntheticData, VR.CS, "YES")
            .Set(Tags.Manufacturer, VR.LO, "Xinglin SYNTHETIC")
            .Set(Tags.ManufacturerModelName, VR.LO, description.MadeBy)
            .Set(Tags.SeriesDescription, VR.LO, "SYNTHETIC film, not of a patient 合成影像")
            .Set(Tags.DerivationDescription, VR.ST, $"Synthesised by {description.MadeBy}")
            .Set(Tags.ImageComments, VR.LT, Comment)
            .Set(Tags.ContributingEquipmentSequence, contribution);
    }

    private static void DescribeProjection(DataSet dataSet, FilmDescription description)
    {
        dataSet
            .Set(Tags.BodyPartExamined, VR.CS, "CHEST")
            .Set(Tags.AnatomicRegionSequence, Coded(dataSet, "51185008", "SCT", "Chest"))
            .Set(Tags.ViewPosition, VR.CS, description.ViewPosition)
            .SetEmpty(Tags.ViewCodeSequence, VR.SQ)
            .Set(Tags.PatientOrientation, VR.CS, "L", "F")
            .Set(Tags.ImageLaterality, VR.CS, "U")
            .SetEmpty(Tags.PositionerType, VR.CS)
            .SetEmpty(Tags.DetectorType, VR.CS)
            .SetEmpty(Tags.AcquisitionContextSequence, VR.SQ)
            .Set(
                Tags.ImagerPixelSpacing,
                VR.DS,
                description.Spacing.RowMillimetres,
                description.Spacing.ColumnMillimetres
            );
        if (description.TubeVoltage is { } voltage)
            dataSet.Set(Tags.KVP, VR.DS, voltage);
        if (description.SourceToDetector is { } distance)
            dataSet.Set(Tags.DistanceSourceToDetector, VR.DS, distance);
    }

    private static void DescribePixels(DataSet dataSet, FilmDescription description, int rows, int columns)
    {
        var full = (double)(1 << description.BitsStored);
        var window = description.Window ?? new Window(full / 2, full);
        dataSet
            .Set(Tags.SamplesPerPixel, VR.US, 1)
            .Set(Tags.PhotometricInterpretation, VR.CS, "MONOCHROME2")
            .Set(Tags.Rows, VR.US, rows)
            .Set(Tags.Columns, VR.US, columns)
            .Set(Tags.BitsAllocated, VR.US, 16)
            .Set(Tags.BitsStored, VR.US, description.BitsStored)
            .Set(Tags.HighBit, VR.US, description.BitsStored - 1)
            .Set(Tags.PixelRepresentation, VR.US, 0)
            .Set(Tags.BurnedInAnnotation, VR.CS, "NO")
            // Brighter where fewer photons came through: the sign is −1 (PS3.3 C.8.11.3.1.2).
            .Set(Tags.PixelIntensityRelationship, VR.CS, "LOG")
            .Set(Tags.PixelIntensityRelationshipSign, VR.SS, -1)
            .Set(Tags.RescaleIntercept, VR.DS, 0)
            .Set(Tags.RescaleSlope, VR.DS, 1)
            .Set(Tags.RescaleType, VR.LO, "US")
            .Set(Tags.LossyImageCompression, VR.CS, "00")
            .Set(Tags.WindowCenter, VR.DS, window.Centre)
            .Set(Tags.WindowWidth, VR.DS, window.Width)
            .Set(Tags.PresentationLUTShape, VR.CS, "IDENTITY");
    }

    private static DataSet Coded(DataSet parent, string code, string scheme, string meaning) =>
        parent
            .NewItem()
            .Set(Tags.CodeValue, VR.SH, code)
            .Set(Tags.CodingSchemeDesignator, VR.SH, scheme)
            .Set(Tags.CodeMeaning, VR.LO, meaning);

    private static string[] Date(DateOnly? date) =>
        date is { } day ? [day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)] : [];

    private static string Offset(TimeSpan offset) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours):00}{Math.Abs(offset.Minutes):00}"
        );
}
