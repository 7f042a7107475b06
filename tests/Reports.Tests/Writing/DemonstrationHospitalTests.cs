using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Analysis.Diagnosis;
using Xinglin.Analysis.Forecast;
using Xinglin.Records.Charts;
using Xinglin.Reports.Checking;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Writing;
using Xinglin.Synthesis.Patients;

namespace Xinglin.Reports.Tests.Writing;

/// <summary>The shipped models on the demonstration patients: real readings, as the product writes them.</summary>
public class DemonstrationHospitalTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.FromHours(8));

    /// <summary>The first of them: making all their films takes longer than a test may.</summary>
    private const int Patients = 3;

    [Fact]
    public void Drafts_of_the_shipped_models_on_the_demonstration_patients_meet_no_objection()
    {
        if (Models() is not { } models)
        {
            Assert.Skip("The models folder is not there.");
            return;
        }
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now);
        var heart = new HeartDiseaseDiagnosis(Newest(models, "heart-disease"), clock);
        using var home = new HomeForecast(Newest(models, "home-forecast"), clock);
        var text = new StringBuilder();
        var drafts = 0;
        foreach (var patient in PatientGenerator.Generate(1, PatientGenerator.DefaultCount, Now).Take(Patients))
        {
            Resource[] resources = [.. patient.Bundle.Entry.Select(entry => entry.Resource!)];
            var id = resources.OfType<Patient>().First().Id!;
            var chart = Chart.From(id, resources);
            foreach (var reading in new[] { heart.Read(chart, $"heart-{id}"), home.Read(chart, $"home-{id}") })
            {
                var draft = DraftWriter.Write(reading, chart);
                drafts++;
                foreach (var language in draft.Texts.Keys)
                {
                    Say(text, draft, language);
                    var objections = DraftChecker.Check(draft, language);
                    objections.Should().BeEmpty(draft.Id + " " + objections.FirstOrDefault());
                }
            }
        }
        drafts.Should().Be(2 * Patients);
        if (Environment.GetEnvironmentVariable("XINGLIN_KEEP_PDF") is { } keep)
        {
            File.WriteAllText(Path.Combine(keep, "drafts.txt"), text.ToString());
        }
    }

    private static void Say(StringBuilder text, Draft draft, string language)
    {
        text.AppendLine($"=== {draft.Id} {draft.Texts[language].Title} | {DraftSummary.Of(draft).Says.In(language)}");
        foreach (var section in draft.Texts[language].Sections)
        {
            text.AppendLine($"[{section.Heading}]");
            foreach (var sentence in section.Sentences)
            {
                text.AppendLine(sentence.Text);
            }
        }
    }

    private static string? Models()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "models", "heart-disease")))
            {
                return Path.Combine(folder.FullName, "models");
            }
        }
        return null;
    }

    private static string Newest(string models, string name) =>
        Directory.GetDirectories(Path.Combine(models, name)).Order(StringComparer.Ordinal).Last();
}
