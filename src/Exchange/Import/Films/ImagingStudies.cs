using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;
using Xinglin.Formats.Text;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Codes;

namespace Xinglin.Exchange.Import.Films;

/// <summary>Writes a DICOM instance into the ImagingStudy of its study.</summary>
internal static class ImagingStudies
{
    /// <summary>The study with the instance in it; the given one is changed, or a new one is made.</summary>
    /// <param name="existing">As it is in the store, or null.</param>
    /// <param name="unreadable">Why the pixels cannot be read, or null.</param>
    public static ImagingStudy With(
        ImagingStudy? existing,
        DicomFile file,
        string patientId,
        FrameOutcome.Unreadable? unreadable,
        bool synthetic,
        TimeProvider clock
    )
    {
        var data = file.DataSet;
        var study = existing ?? Create(data, patientId, clock);
        var seriesUid = data.GetString(Tags.SeriesInstanceUID)!;
        var modality = DicomPatient.Text(data, Tags.Modality);
        var sop = data.GetString(Tags.SOPInstanceUID)!;
        var named = study.Series.FirstOrDefault(s => s.Instance.Any(i => i.Uid == sop));
        var series = named ?? study.Series.FirstOrDefault(s => s.Uid == seriesUid);
        if (series is null)
        {
            series = Series(data, seriesUid, modality);
            study.Series.Add(series);
        }
        if (named is null)
        {
            series.Instance.Add(Instance(file, sop, unreadable));
        }
        else
        {
            // Named by FHIR before it was here: now the file tells what it is.
            var at = series.Instance.FindIndex(i => i.Uid == sop);
            series.Instance[at] = Instance(file, sop, unreadable);
        }
        series.NumberOfInstances = series.Instance.Count;
        study.NumberOfSeries = study.Series.Count;
        study.NumberOfInstances = study.Series.Sum(s => s.Instance.Count);
        if (modality is not null && study.Modality.All(m => m.Code != modality))
        {
            study.Modality.Add(new Coding(CodeSystems.DicomModality, modality));
        }
        return synthetic ? Labels.MarkSynthetic(study) : study;
    }

    /// <summary>True when the study has the instance.</summary>
    public static bool Has(ImagingStudy study, string sop) => study.Series.Any(s => s.Instance.Any(i => i.Uid == sop));

    /// <summary>True when what the study says of the instance was read from its file.</summary>
    public static bool IsOfAFile(ImagingStudy study, string sop) =>
        study.Series.Any(s => s.Instance.Any(i => i.Uid == sop && i.GetExtension(Labels.TransferSyntax) is not null));

    private static ImagingStudy Create(DataSet data, string patientId, TimeProvider clock)
    {
        var uid = data.GetString(Tags.StudyInstanceUID)!;
        var study = new ImagingStudy
        {
            Id = DicomIds.Study(uid),
            Identifier = [new Identifier(CodeSystems.DicomUid, "urn:oid:" + uid)],
            Status = ImagingStudy.ImagingStudyStatus.Available,
            Subject = new ResourceReference("Patient/" + patientId),
            Started = Started(data, clock),
            Description = DicomPatient.Text(data, Tags.StudyDescription),
        };
        if (DicomPatient.Text(data, Tags.AccessionNumber) is { } accession)
        {
            study.Identifier.Add(
                new Identifier(null, accession) { Type = new CodeableConcept(CodeSystems.IdentifierType, "ACSN") }
            );
        }
        return study;
    }

    private static ImagingStudy.SeriesComponent Series(DataSet data, string uid, string? modality)
    {
        var series = new ImagingStudy.SeriesComponent
        {
            Uid = uid,
            Modality = modality is null
                ? new Coding(CodeSystems.DataAbsentReason, "unknown")
                : new Coding(CodeSystems.DicomModality, modality),
            Description = DicomPatient.Text(data, Tags.SeriesDescription),
            Number = Number(data, Tags.SeriesNumber),
        };
        if (DicomPatient.Text(data, Tags.BodyPartExamined) is { } part)
        {
            series.BodySite = new Coding { Display = part };
        }
        return series;
    }

    private static ImagingStudy.InstanceComponent Instance(
        DicomFile file,
        string sop,
        FrameOutcome.Unreadable? unreadable
    )
    {
        var instance = new ImagingStudy.InstanceComponent
        {
            Uid = sop,
            SopClass = new Coding(CodeSystems.Uri, "urn:oid:" + file.DataSet.GetString(Tags.SOPClassUID)),
            Number = Number(file.DataSet, Tags.InstanceNumber),
            Title = DicomPatient.Text(file.DataSet, Tags.ViewPosition),
        };
        instance.AddExtension(Labels.TransferSyntax, new FhirString(file.TransferSyntaxUid));
        if (unreadable is not null)
        {
            var mark = new Extension { Url = Labels.UnreadableImage };
            mark.AddExtension("code", new Code(unreadable.Code));
            mark.AddExtension("reason", new FhirString(unreadable.Reason));
            instance.Extension.Add(mark);
        }
        return instance;
    }

    /// <summary>Study date and time in the zone the object states, else in the server's; a date alone stays a date.</summary>
    private static string? Started(DataSet data, TimeProvider clock)
    {
        var written = DicomPatient.Text(data, Tags.StudyDate)?.Replace(".", "");
        if (
            !DateOnly.TryParseExact(
                written,
                "yyyyMMdd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
        )
        {
            return null;
        }
        var digits = DicomPatient.Text(data, Tags.StudyTime)?.Replace(":", "").Split('.')[0];
        string[] forms = ["HHmmss", "HHmm", "HH"];
        if (!TimeOnly.TryParseExact(digits, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
        var local = date.ToDateTime(time);
        var offset = Zone(data) ?? clock.LocalTimeZone.GetUtcOffset(local);
        return LocalTimes.At(local, offset)?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)
            ?? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Timezone Offset From UTC (0008,0201), <c>+0800</c>.</summary>
    private static TimeSpan? Zone(DataSet data) =>
        DicomPatient.Text(data, Tags.TimezoneOffsetFromUTC) is { Length: 5 } text
        && text[0] is '+' or '-'
        && TimeSpan.TryParseExact(text[1..], "hhmm", CultureInfo.InvariantCulture, out var offset)
        && offset <= TimeSpan.FromHours(14)
            ? text[0] == '-'
                ? -offset
                : offset
            : null;

    private static int? Number(DataSet data, Tag tag)
    {
        try
        {
            return data.GetInt(tag) is { } number and >= 0 ? number : null;
        }
        catch (DicomFormatException)
        {
            return null;
        }
    }
}
