using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>
/// Carries out pieces of searches that other processes hand out (<see cref="TrialTransport"/>). A piece depends on nothing but
/// its text and the table file, so that it may be done anywhere, and again. Tables and their splits are kept for the pieces
/// that follow. Thread-safe.
/// </summary>
public sealed class TrialWorker(TimeProvider clock)
{
    private const int MostTables = 2;
    private const int MostSplits = 12;

    private readonly Lock _gate = new();
    private readonly List<(string Key, Lazy<TrainingTable> Table)> _tables = [];
    private readonly List<(string Key, Lazy<IReadOnlyList<CvSplit>> Splits)> _splits = [];

    /// <returns>The scores of the held-out rows at each stop of the candidate's path, see docs/formats.md.</returns>
    /// <exception cref="InvalidInputException">The table file is not here, or is another one.</exception>
    /// <exception cref="OperationCanceledException">Asked for through <paramref name="ct"/>.</exception>
    public byte[] CarryOut(string piece, CancellationToken ct = default)
    {
        var json = (JsonObject)JsonNode.Parse(piece)!;
        var (folds, number, seed) = ((int)json["inner_folds"]!, (int)json["inner_splits"]!, (int)json["seed"]!);
        var fold = (int?)json["fold"];
        var key = json["plan"]!.ToJsonString() + (string)json["data_sha256"]!;
        var table = Kept(_tables, key, MostTables, () => Read(json)).Value;
        var splits = Kept(
            _splits,
            $"{key} {fold} {folds} {number} {seed}",
            MostSplits,
            () =>
                CvSplit.Of(
                    table.Data,
                    fold is null ? table.Rows : [.. table.Rows.Where(row => table.Folds[row] != fold)],
                    folds,
                    number,
                    seed
                )
        ).Value;
        var at = (int)json["split"]!;
        var candidate = CandidateJson.FromJson(json["candidate"]!);
        return TrialScores.ToBytes(Measure(candidate, splits[at], at, table.Data.Classes, seed, clock, ct));
    }

    /// <summary>One candidate on one split, here: what every trial comes down to.</summary>
    internal static IReadOnlyList<(Candidate Stop, double[][] Scores)> Measure(
        Candidate candidate,
        CvSplit split,
        int number,
        int classes,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        Encoded train,
            held;
        lock (split)
            (train, held) = split.Encode(candidate.Encoding);
        return candidate.Follow(
            train,
            split.TrainLabels,
            classes,
            held,
            split.HeldLabels,
            unchecked(seed + 31 * number),
            clock,
            ct
        );
    }

    private static TrainingTable Read(JsonObject piece)
    {
        var plan = TabularPlan.FromJson((JsonObject)piece["plan"]!.DeepClone());
        if (!File.Exists(plan.Data))
        {
            throw new InvalidInputException(
                $"{Path.GetFileName(plan.Data)} is not there for this worker",
                "Let every worker see the file at the same path."
            );
        }

        if (Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(plan.Data))) != (string?)piece["data_sha256"])
        {
            throw new InvalidInputException(
                $"{Path.GetFileName(plan.Data)} is another file for this worker (its SHA-256 differs)",
                "Let every worker see the same file."
            );
        }

        return TrainingTable.Of(CsvTable.Read(plan.Data), plan);
    }

    private Lazy<T> Kept<T>(List<(string Key, Lazy<T> Value)> kept, string key, int most, Func<T> make)
    {
        lock (_gate)
        {
            var found = kept.FirstOrDefault(one => one.Key == key);
            if (found.Value is not null)
                return found.Value;
            if (kept.Count >= most)
                kept.RemoveAt(0);
            var value = new Lazy<T>(make);
            kept.Add((key, value));
            return value;
        }
    }
}
