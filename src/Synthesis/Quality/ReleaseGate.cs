using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Quality;

/// <summary>
/// The gate between a generator and the world: what failed its privacy check makes nothing, unless a person overrides that with a
/// reason, which stays in <c>model.json</c> and goes with everything that is made.
/// </summary>
public static class ReleaseGate
{
    /// <summary>The part of <c>model.json</c> that the gate reads: whether the check passed, why not, and who overrode it.</summary>
    /// <param name="overriding">The reason given at training; null for none.</param>
    public static JsonObject ToJson(SynthesisReport report, string? overriding, TimeProvider clock)
    {
        var json = new JsonObject
        {
            ["privacy_passed"] = report.PrivacyPassed,
            ["failed"] = new JsonArray([
                .. report.Failures.Select(f =>
                    JsonValue.Create(
                        $"{f.Code}: "
                            + (
                                f.Value is { } v
                                    ? v.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture)
                                    : "not measured"
                            )
                            + $", goal {(f.AtLeast ? ">=" : "<=")} {f.Goal}"
                    )
                ),
            ]),
            ["overrides"] = new JsonArray(),
        };
        if (!report.PrivacyPassed && !string.IsNullOrWhiteSpace(overriding))
            Record(json, overriding, clock);
        return json;
    }

    /// <summary>Opens the gate or rejects. A new override is recorded in the model folder before anything is made.</summary>
    /// <returns>The reason under which the model may be used though it failed; null when it passed.</returns>
    /// <exception cref="InvalidInputException">The check failed and nobody overrode it.</exception>
    public static string? Pass(Checkpoint checkpoint, string? overriding, TimeProvider clock)
    {
        var gate = checkpoint.Document["release"]!.AsObject();
        if ((bool)gate["privacy_passed"]!)
            return null;
        var known = gate["overrides"]!.AsArray();
        if (string.IsNullOrWhiteSpace(overriding))
        {
            if (known.Count > 0)
                return (string)known[^1]!["reason"]!;
            var failed = string.Join("; ", gate["failed"]!.AsArray().Select(f => (string)f!));
            throw new InvalidInputException(
                $"{checkpoint.Folder} failed its privacy check ({failed})",
                "Train it on more rows, with another --method or with --private-epsilon; or state why it may be used all the same: --override-privacy \"reason\".",
                InvalidInputException.Privacy
            );
        }
        Record(gate, overriding, clock);
        Checkpoint.Save(
            checkpoint.Folder,
            checkpoint.Document,
            checkpoint.Weights,
            checkpoint.Card + BilingualText.Same("\n") + MarkdownCard.Write(Section(overriding))
        );
        return overriding;
    }

    /// <summary>The section of the card about an override.</summary>
    public static CardSection Section(string reason) =>
        new(
            new("放行记录", "Override"),
            new CardBlock.Paragraph(
                new($"**隐私检查未通过，已凭理由放行**：{reason}", $"**Privacy check failed, overridden**: {reason}")
            )
        );

    private static void Record(JsonObject gate, string reason, TimeProvider clock) =>
        gate["overrides"]!
            .AsArray()
            .Add(new JsonObject { ["reason"] = reason.Trim(), ["time"] = clock.GetUtcNow().ToString("O") });
}
