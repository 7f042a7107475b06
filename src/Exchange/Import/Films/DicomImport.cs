using Hl7.Fhir.Model;
using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Tasks;
using Xinglin.Terminology.Text;

namespace Xinglin.Exchange.Import.Films;

/// <summary>
/// Takes in DICOM files: the bytes into the archive, then patient, ImagingStudy and the Task to read the film in one
/// transaction. Pixels that cannot be read are kept all the same, and the study says so.
/// </summary>
internal sealed class DicomImport(
    FhirStore store,
    DicomArchive archive,
    TaskQueue work,
    PatientFinder patients,
    ImportWriter writer,
    TimeProvider clock
)
{
    private const string MediaDirectory = "1.2.840.10008.1.3.10";
    private const int MostTries = 10;
    private const long LargeFilm = 64L << 20;
    private readonly FilmOwnership _owners = new(patients, store, archive.Held);
    private static readonly SemaphoreSlim OneFilm = new(1, 1);

    /// <summary>Modalities of projection radiographs and of images that may be one: what an application here reads.</summary>
    private static readonly HashSet<string> Films = ["CR", "DX", "RG", "RF", "OT", "SC"];

    /// <summary>A small file may inflate to a large film: one at a time, whoever sends it, and its memory is given back.</summary>
    public async Task ReadAsync(string place, Stream stream, ImportRun run)
    {
        await OneFilm.WaitAsync(run.Ct).ConfigureAwait(false);
        var before = GC.GetTotalAllocatedBytes();
        try
        {
            await ReadOneAsync(place, stream, run).ConfigureAwait(false);
        }
        finally
        {
            if (GC.GetTotalAllocatedBytes() - before > LargeFilm)
                GC.Collect();
            OneFilm.Release();
        }
    }

    private async Task ReadOneAsync(string place, Stream stream, ImportRun run)
    {
        DicomFile file;
        try
        {
            file = DicomFile.Read(stream);
            if (Missing(place, file) is { } refusal)
            {
                run.Reject(refusal);
                return;
            }
            stream.Position = 0;
            await StoreAsync(place, file, stream, run).ConfigureAwait(false);
        }
        catch (DicomFormatException fault)
        {
            run.Reject(DicomRejections.Damaged(place, fault));
        }
    }

    private async Task StoreAsync(string place, DicomFile file, Stream stream, ImportRun run)
    {
        var data = file.DataSet;
        var number = DicomPatient.Text(data, Tags.PatientID)!;
        var synthetic = DicomPatient.Text(data, Tags.SyntheticData) == "YES";
        Patient? created = null;
        Patient patient;
        switch (_owners.Of(data, number, run.Identity))
        {
            case FilmOwner.Known owner:
                patient = owner.Patient;
                break;
            case FilmOwner.New:
                patient = created = DicomPatient.Create(
                    data,
                    number,
                    synthetic,
                    another: run.Identity is IdentityDecision.Another
                );
                break;
            case var unsettled:
                stream.Position = 0;
                Leave(place, data, number, stream, unsettled, run);
                return;
        }
        var studyId = DicomIds.Study(data.GetString(Tags.StudyInstanceUID)!);
        var subject = "Patient/" + patient.Id;
        if (store.Read<ImagingStudy>(studyId) is { } known && known.Subject?.Reference != subject)
        {
            run.Reject(DicomRejections.StudyOfAnother(place));
            return;
        }
        var sop = data.GetString(Tags.SOPInstanceUID)!;
        var kept = archive.Store(sop, WithoutPreamble.Of(stream));
        if (kept == StoreOutcome.DifferentBytes)
        {
            run.Reject(DicomRejections.OtherBytes(place));
            return;
        }
        var hasPixels = data.Contains(Tags.PixelData);
        var unreadable = hasPixels ? FrameReader.FaultOf(file) : null;
        var stored = new Stored();
        FilmOwner? doubt = null;
        var isFilm = hasPixels && Films.Contains(DicomPatient.Text(data, Tags.Modality) ?? "OT");
        try
        {
            await CommitAsync().ConfigureAwait(false);
        }
        catch (WriteRejectedException rejection)
        {
            TakeBack();
            run.Reject(EntryPrecheck.Refused(place, rejection));
            return;
        }
        catch (Exception fault) when (fault is OperationCanceledException or VersionConflictException)
        {
            TakeBack();
            throw;
        }
        if (doubt is not null)
        {
            TakeBack();
            stream.Position = 0;
            Leave(place, data, number, stream, doubt, run);
            return;
        }
        // Another process that was rejected the same film at the same time may have taken it out.
        if (!archive.Contains(sop))
        {
            archive.Store(sop, WithoutPreamble.Of(stream));
        }
        if (created is not null)
        {
            patients.Forget();
        }
        run.Accept(place, ImportKinds.Dicom, Became(unreadable, isFilm), stored);

        // The records took nothing, so nothing would say whose this file is.
        void TakeBack()
        {
            if (kept == StoreOutcome.New && store.PatientOfFilm(sop) is null)
            {
                archive.Remove(sop);
            }
        }

        // Archived before rows were kept: verification covers it by its name.
        bool IsFromBefore(ImagingStudy study) =>
            kept == StoreOutcome.AlreadyThere
            && store.PatientOfFilm(sop) is null
            && ImagingStudies.IsOfAFile(study, sop);

        // Whom the film belongs to, now that its new patient cannot be made under the id that was meant.
        FilmOwner? Settle(FilmOwner owner, Patient there)
        {
            switch (owner)
            {
                case FilmOwner.Known { Patient: var known }:
                    (patient, created) = (known, null);
                    return null;
                case FilmOwner.New
                    when run.Identity is IdentityDecision.Another && FilmIdentity.Differences(data, there) is []:
                    (patient, created) = (there, null);
                    return null;
                case FilmOwner.New:
                    created!.Id = Guid.CreateVersion7().ToString();
                    return null;
                default:
                    return owner;
            }
        }

        async Task CommitAsync()
        {
            for (var attempt = 1; ; attempt++)
            {
                var existing = store.Read<ImagingStudy>(studyId);
                // A study that came by FHIR may name the film before it is here: only the row says that it was archived.
                if (
                    existing is not null
                    && ImagingStudies.Has(existing, sop)
                    && (store.PatientOfFilm(sop) == patient.Id || IsFromBefore(existing))
                )
                {
                    stored.Add(existing.TypeName, unchanged: true);
                    stored.Patients.Add(patient.Id!);
                    return;
                }
                var version = existing?.Meta?.VersionId ?? "0";
                var marked = synthetic || Labels.IsSynthetic(patient);
                var study = ImagingStudies.With(existing, file, patient.Id!, unreadable, marked, clock);
                List<Write> writes = [new(study, version) { Archived = new(sop, patient.Id!, archive.HashOf(sop)) }];
                if (created is not null)
                {
                    writes.Insert(0, new(created, "0"));
                }
                try
                {
                    FhirTask[] tasks = isFilm ? [Analysis(studyId, patient.Id!, sop)] : [];
                    await writer.StoreAsync(writes, tasks, stored, run, askForWork: false).ConfigureAwait(false);
                    return;
                }
                catch (VersionConflictException) when (attempt < MostTries)
                {
                    // Another instance of the study, or the same new patient, came in at the same time; or the id that follows
                    // from the number is somebody else's, who has not the number.
                    if (created is not null && store.Read<Patient>(created.Id!) is { } there)
                    {
                        doubt = Settle(_owners.Of(data, number, run.Identity), there);
                        if (doubt is not null)
                            return;
                    }
                }
            }
        }
    }

    /// <summary>The film goes into nobody's chart.</summary>
    private void Leave(string place, DataSet data, string number, Stream stream, FilmOwner owner, ImportRun run)
    {
        if (owner is FilmOwner.Doubtful doubt)
            Hold(place, data, number, stream, doubt, run);
        else
            run.Reject(ImportRejections.AmbiguousPatient(place, number));
    }

    /// <summary>Keeps the film apart from all charts until a person has said whose it is.</summary>
    private void Hold(string place, DataSet data, string number, Stream stream, FilmOwner.Doubtful doubt, ImportRun run)
    {
        var held = archive.Held.Keep(
            WithoutPreamble.Of(stream),
            (id, digest) =>
                new(
                    id,
                    place,
                    DicomPatient.Text(data, Tags.StudyDescription) ?? DicomPatient.Text(data, Tags.Modality) ?? "",
                    clock.GetUtcNow(),
                    run.Origin.Actor,
                    digest,
                    FilmIdentity.Of(data, number),
                    doubt.Candidates
                )
        );
        run.About.UnionWith(held.Candidates.Select(candidate => candidate.PatientId));
        run.Reject(
            DicomRejections.Held(place, [.. doubt.Candidates.SelectMany(candidate => candidate.Differs).Distinct()])
        );
    }

    /// <summary>
    /// The Task to analyse the study: the one already waiting, or a new one when the study was analysed without this film.
    /// </summary>
    private FhirTask Analysis(string studyId, string patientId, string sop)
    {
        var focus = "ImagingStudy/" + studyId;
        var task = work.New(TaskType.Imaging, patientId, focus);
        if (store.Read<FhirTask>(task.Id!) is { Status: not FhirTask.TaskStatus.Requested })
        {
            task.Id = TaskQueue.IdOf(TaskType.Imaging, focus + "\n" + sop);
        }
        return task;
    }

    private static RejectedItem? Missing(string place, DicomFile file)
    {
        var data = file.DataSet;
        var sopClass = file.Meta.GetString(Tags.MediaStorageSOPClassUID) ?? data.GetString(Tags.SOPClassUID);
        if (sopClass == MediaDirectory)
        {
            return DicomRejections.Directory(place);
        }
        (Tag Tag, BilingualText Name)[] needed =
        [
            (Tags.SOPClassUID, new("SOP Class UID", "SOP Class UID")),
            (Tags.SOPInstanceUID, new("SOP Instance UID", "SOP Instance UID")),
            (Tags.StudyInstanceUID, new("Study Instance UID", "Study Instance UID")),
            (Tags.SeriesInstanceUID, new("Series Instance UID", "Series Instance UID")),
            (Tags.PatientID, new("患者编号", "Patient ID")),
        ];
        foreach (var (tag, name) in needed)
        {
            if (string.IsNullOrWhiteSpace(data.GetString(tag)))
            {
                return DicomRejections.Missing(place, tag, name);
            }
            if (tag != Tags.PatientID && !IsUid(data.GetString(tag)!))
            {
                return DicomRejections.NotAUid(place, tag, name);
            }
        }
        return ImageSopClasses.ShouldHavePixels(data) ? DicomRejections.NoPixels(place)
            : ImageSopClasses.HasLessThanARow(file) ? DicomRejections.NoRow(place)
            : null;
    }

    /// <summary>Digits and dots only; leading zeros, which real senders write, are let pass.</summary>
    private static bool IsUid(string text) => text.Length <= 64 && text.All(sign => sign is '.' or (>= '0' and <= '9'));

    private static BilingualText Became(FrameOutcome.Unreadable? unreadable, bool isFilm)
    {
        if (unreadable is not null)
        {
            return new(
                $"影像检查（原件已存档；像素无法读取：{unreadable.Code}）",
                $"Imaging study (kept as received; its pixels cannot be read: {unreadable.Code})"
            );
        }
        return isFilm
            ? new("影像检查，已请求判读", "Imaging study, reading requested")
            : new("影像检查（暂无适用的判读应用）", "Imaging study (no application here reads this kind)");
    }
}
