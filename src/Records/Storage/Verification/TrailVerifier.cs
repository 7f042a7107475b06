using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>
/// Is the trail whole? Reads both files as they are, changes nothing, and may run next to a server. The files bear witness to
/// each other; the noted heads, kept elsewhere, to both.
/// </summary>
public static class TrailVerifier
{
    /// <param name="heads">Head lines that were printed or kept earlier, next to those of the settings' place.</param>
    /// <exception cref="AuditKeyException">The key is not usable.</exception>
    /// <exception cref="StorageFaultException">A file is no database.</exception>
    public static TrailReport Verify(
        string dataFolder,
        AuditOptions options,
        TimeProvider clock,
        params IReadOnlyList<string> heads
    ) => Verify(dataFolder, options, clock, heads, readFilms: true, progress: null);

    /// <inheritdoc cref="Verify(string, AuditOptions, TimeProvider, IReadOnlyList{string})"/>
    /// <param name="readFilms">Also read every archived film.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    public static TrailReport Verify(
        string dataFolder,
        AuditOptions options,
        TimeProvider clock,
        IReadOnlyList<string> heads,
        bool readFilms,
        Action<string>? progress
    )
    {
        var keys = AuditKeys.Open(options.KeyFile, dataFolder, clock);
        var findings = new Findings();
        var witnesses = Witnesses(keys, options, heads, findings);
        using var use = AccessFile.Share(dataFolder);
        var accessPath = Path.Combine(dataFolder, AccessFile.Name);
        var changePath = Path.Combine(dataFolder, AuditTrail.FileName);

        // In this order, because a server may be writing: what a file notes of the other is never newer than what is read of it.
        var ofChanges = NotesIn(accessPath, keys, AuditTrail.FileName);
        using var changes = Snapshot(changePath);
        if (changes is not null)
            changes.Codes = new RowCodes(keys);
        var ofAccesses = changes is null ? [] : NotesIn(changes, keys, AuditTrail.FileName, AccessFile.Name);
        using var accesses = Snapshot(accessPath);

        var changeCheck = new FileCheck(keys, findings, [.. ofChanges, .. witnesses.Select(w => w.Changes)]);
        var content = new ContentCheck(findings);
        var films = new FilmCheck(AuditTrail.FileName, findings);
        var structure = new StructureCheck(findings);
        if (changes is null)
        {
            MissingFile(
                AuditTrail.FileName,
                ofChanges.Count + witnesses.Count > 0 || LostDatabases.TraceOfRecords(dataFolder) is not null,
                findings
            );
        }
        else
        {
            structure.Look(AuditTrail.FileName, changes, Schema.Check);
            structure.LookAtVersion(AuditTrail.FileName, changes, Schema.Version);
            var lookAtContent = findings.Trying(AuditTrail.FileName, "entries of versions", content.Look);
            var lookAtFilms = findings.Trying(AuditTrail.FileName, "entries of films", films.Look);
            findings.Try(
                AuditTrail.FileName,
                "entries",
                () =>
                    changeCheck.Walk(
                        AuditTrail.FileName,
                        changes,
                        row =>
                        {
                            lookAtContent(row);
                            lookAtFilms(row);
                        }
                    )
            );
            progress?.Invoke($"{changeCheck.Entries} changes checked");
            findings.Try(AuditTrail.FileName, "versions", () => content.Compare(AuditTrail.FileName, changes));
            progress?.Invoke($"{content.Versions} versions compared");
            findings.Try(
                AuditTrail.FileName,
                "films",
                () => films.Compare(changes, dataFolder, clock, readFilms, progress)
            );
        }
        changeCheck.End(AuditTrail.FileName);

        var accessCheck = new FileCheck(keys, findings, [.. ofAccesses, .. witnesses.Select(w => w.Accesses)]);
        using var now = changes is null ? null : Database.OpenToVerify(changePath);
        var witnessed = now is null ? null : new WitnessedVersions(AuditTrail.FileName, now, findings);
        var accounts = new AccountsCheck(findings);
        var isFirst = true;
        foreach (var archived in AccessFile.Archived(dataFolder))
        {
            var (name, first) = (Path.GetFileName(archived), isFirst);
            findings.Try(
                name,
                "month",
                () =>
                {
                    using var month = Database.OpenToVerify(archived);
                    WalkMonth(accessCheck, structure, name, month, first, witnessed, accounts, findings);
                }
            );
            isFirst = false;
        }
        if (accesses is null)
        {
            MissingFile(
                AccessFile.Name,
                ofAccesses.Count + witnesses.Count > 0 || LostDatabases.HadAccesses(dataFolder),
                findings
            );
        }
        else
        {
            findings.Try(
                AccessFile.Name,
                "entries",
                () =>
                    WalkMonth(accessCheck, structure, AccessFile.Name, accesses, isFirst, witnessed, accounts, findings)
            );
        }

        accessCheck.End(AccessFile.Name);
        findings.Try(AccountsState.FileName, "accounts", () => accounts.End(dataFolder));

        return new(
            accessCheck.Entries + changeCheck.Entries,
            accessCheck.Entries,
            changeCheck.Entries,
            accessCheck.Chains + changeCheck.Chains,
            accessCheck.OpenChains + changeCheck.OpenChains,
            content.Versions,
            films.Files,
            content.EarlierEntries,
            findings.Problems,
            findings.NotCompared,
            findings.Notes,
            HeadLine.Sign(keys, clock.GetUtcNow(), accessCheck.State, changeCheck.State).ToString()
        );
    }

    private static void WalkMonth(
        FileCheck check,
        StructureCheck structure,
        string name,
        Database database,
        bool isFirst,
        WitnessedVersions? witnessed,
        AccountsCheck accounts,
        Findings findings
    )
    {
        structure.Look(name, database, AccessFile.Schema);
        structure.LookAtVersion(name, database, AccessFile.Version, unnumbered: true);
        var lookAtVersions = findings.Trying(name, "versions that accesses name", row => witnessed?.Look(row));
        var lookAtAccounts = findings.Trying(name, "accounts", row => accounts.Look(name, row));
        check.Begin(name, FileCheck.HasTable(database, "trail_start") ? AccessFile.StartOf(database) : null, isFirst);
        check.Walk(
            name,
            database,
            row =>
            {
                lookAtVersions(row);
                lookAtAccounts(row);
            }
        );
    }

    private static void MissingFile(string name, bool isKnown, Findings findings)
    {
        if (isKnown)
            findings.Problem("missing", name, "", "The file is gone.");
        else
            findings.Note($"{name} is not there yet: nothing was recorded in it.");
    }

    private static List<(Expectation Accesses, Expectation Changes)> Witnesses(
        AuditKeys keys,
        AuditOptions options,
        IReadOnlyList<string> heads,
        Findings findings
    )
    {
        var found = new List<(Expectation, Expectation)>();
        void Take(string text, string place)
        {
            if (HeadLine.Parse(text) is not { } head || head.IsGenuine(keys) == false)
            {
                findings.Problem("head", place, "", "It is not a head that this program wrote.");
            }
            else if (head.IsGenuine(keys) is null)
            {
                findings.Problem("head", place, "", $"Its key {head.KeyId} is not in the key file.");
            }
            else
            {
                found.Add(
                    (new(head.Accesses, $"the head of {head.Time:u}"), new(head.Changes, $"the head of {head.Time:u}"))
                );
            }
        }
        foreach (var head in heads)
            Take(head, "--head");
        if (options.HeadsPlace is not { } place)
        {
            findings.Note("No place for heads is set (--audit-heads): a cut tail cannot be proven.");
        }
        else if (HeadsPlace.Read(place) is not { } lines)
        {
            findings.Note($"The place for heads ({place}) holds none yet.");
        }
        else
        {
            for (var line = 0; line < lines.Count; line++)
                Take(lines[line], $"{HeadsPlace.FileOf(place)}, line {line + 1}");
        }

        return found;
    }

    private static Database? Snapshot(string path)
    {
        if (!File.Exists(path))
            return null;
        var database = Database.OpenToVerify(path);
        // A read transaction: all questions see the same moment.
        database.Execute("BEGIN; SELECT 1 FROM sqlite_master LIMIT 1");
        return database;
    }

    private static List<Expectation> NotesIn(string path, AuditKeys keys, string about)
    {
        if (!File.Exists(path))
            return [];
        using var database = Database.OpenToVerify(path);
        return NotesIn(database, keys, Path.GetFileName(path), about);
    }

    private static List<Expectation> NotesIn(Database database, AuditKeys keys, string file, string about) =>
        FileCheck.HasTable(database, "trail")
            ?
            [
                .. HeadNotes
                    .In(database, keys, about)
                    .Select(note => new Expectation(note.State, $"{file}, row {note.Row},")),
            ]
            : [];
}
