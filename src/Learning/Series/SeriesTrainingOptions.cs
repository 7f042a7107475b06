using Xinglin.Formats;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Series.Members;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Series;

/// <summary>What <c>train series</c> is told.</summary>
public sealed record SeriesTrainingOptions
{
    /// <summary>More variables are not read: a model of more features than series costs hours and learns little from them.</summary>
    public const int MostVariables = 500;

    /// <summary>A folder of <c>dyn</c>, <c>sta</c> and <c>outc</c> tables; then no other file is named.</summary>
    public string? Folder { get; init; }

    /// <summary>Events file in long form (id, time, variable, value) or wide form (id, time, one column each); may be gzipped.</summary>
    public string? Events { get; init; }

    /// <summary>Outcomes file: one line for each id, or for each id and time. Only the target column is looked at.</summary>
    public string? Outcomes { get; init; }

    /// <summary>The column of the outcome to learn.</summary>
    public string Target { get; init; } = "label";

    /// <summary>Features that do not change, one line for each id; null: none.</summary>
    public string? Static { get; init; }

    /// <summary>The id column of all files; null: <c>id</c>, or in a folder the first column of <c>dyn</c>.</summary>
    public string? Id { get; init; }

    /// <summary>Unit of the time columns: hours (null), minutes, seconds or days; in a folder null is seconds.</summary>
    public string? TimeUnit { get; init; }

    /// <summary>Whether classes or a number are learnt.</summary>
    public SeriesAnswer Answer { get; init; } = SeriesAnswer.Auto;

    /// <summary>All kinds of members: those of statistics, then the networks.</summary>
    public static IReadOnlyList<string> Kinds => SeriesMember.Kinds;

    /// <summary>Kinds of members, in the order in which the budget is spent on them.</summary>
    public IReadOnlyList<string> Members { get; init; } = SeriesMember.Kinds;

    /// <summary>Folder of the model to write; null: only the figures.</summary>
    public string? Out { get; init; }

    /// <summary>Folds of the cross-validation, 2 or more; its members together are the model.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Boosted-tree models with different seeds in each fold, 1 or more; a third as many for each output of a number.</summary>
    public int Boosters { get; init; } = 9;

    /// <summary>Steps of the regular grid, 2 or more; with outcomes at each moment those moments decide.</summary>
    public int Bins { get; init; } = 24;

    /// <summary>Width of the networks.</summary>
    public int Width { get; init; } = 48;

    public int Epochs { get; init; } = 14;

    public int Seed { get; init; } = 1;

    /// <summary>Wall-clock limit of the whole command; null: none.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Threads inside an operation; null: one.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Columns of the static features, or variables, whose groups are measured apart; null: those recognised as sex, age or race.
    /// </summary>
    public IReadOnlyList<string>? Subgroups { get; init; }

    /// <summary>Source attributes that the trainer states, by key; null: none.</summary>
    public IReadOnlyDictionary<string, BilingualText>? About { get; init; }

    /// <summary>Where the out-of-fold predictions go; null: nowhere.</summary>
    public string? Oof { get; init; }

    /// <exception cref="InvalidInputException">An option makes no sense; names it.</exception>
    internal void Check()
    {
        void Refuse(bool wrong, string option, string remedy)
        {
            if (wrong)
                throw InvalidInputException.In(option, remedy);
        }
        Refuse(Folds < 2, "--folds", "At least 2 folds are needed.");
        Refuse(Epochs < 1, "--epochs", "At least 1 epoch is needed.");
        Refuse(Members.Count == 0, "--members", "At least one kind is needed.");
        foreach (var kind in Members)
        {
            Refuse(
                !SeriesMember.Kinds.Contains(kind),
                "--members",
                $"'{kind}' is not one of {string.Join(", ", SeriesMember.Kinds)}."
            );
        }
    }

    internal SeriesSource Source() =>
        Folder is { } folder
            ? SeriesSource.OfFolder(folder, Id, TimeUnit)
            : new SeriesSource(
                Events
                    ?? throw InvalidInputException.In("--events", "Name the file of events, or a folder by --folder."),
                Outcomes
                    ?? throw InvalidInputException.In(
                        "--outcomes",
                        "Name the file of outcomes, or a folder by --folder."
                    ),
                Static,
                Id ?? "id",
                TimeUnit ?? "hours"
            );

    /// <summary>The plan names files, not this machine's folders.</summary>
    internal SeriesTrainingOptions Named() =>
        this with
        {
            Folder = Folder is null ? null : Path.GetFileName(Path.GetFullPath(Folder)),
            Events = Path.GetFileName(Events),
            Outcomes = Path.GetFileName(Outcomes),
            Static = Path.GetFileName(Static),
            Out = null,
            Oof = null,
        };
}
