using System.Globalization;
using Bunit;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Reports.Writing;
using Xinglin.Server.Pages.Drafts;
using Xinglin.Server.Pages.Drafts.Together;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Tests.Pages.Drafts;

/// <summary>What was typed into a document stays in its box until the server has taken it.</summary>
public sealed class TypedTextKeptTests
{
    [Fact]
    public async Task A_new_sentence_that_was_refused_was_gone_with_its_box()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        await using var store = new Store();
        var state = await StateAsync(store);
        await using var context = new BunitContext();
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
            context.Services,
            TimeProvider.System
        );
        var takes = false;
        var typed = new Dictionary<string, string>();
        var forgotten = new List<string>();
        var paper = context.Render<DraftPaper>(parameters =>
            parameters
                .Add(one => one.State, state)
                .Add(one => one.Language, "en")
                .Add(one => one.Typed, typed)
                .Add(one => one.OnReason, _ => Task.FromResult(takes))
                .Add(one => one.OnAdd, _ => Task.FromResult(takes))
                .Add(one => one.OnForget, key => forgotten.Add(key.Key))
        );

        paper.Find("button.add").Click();
        var words = new string('x', 10_001);
        paper.Find("kept-text").TriggerEvent("onkept", new WholeTextEventArgs { Text = words });
        paper.Find("form.editing").Submit();

        paper.Find("kept-text").GetAttribute("text").Should().Be(words);
        forgotten.Should().BeEmpty();
        takes = true;
        paper.Find("form.editing").Submit();
        paper.FindAll("kept-text").Should().BeEmpty();
        forgotten.Should().ContainSingle();
        typed.Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_browser_kept_opens_its_box_again()
    {
        await using var store = new Store();
        var state = await StateAsync(store);
        var section = state.Stored.Draft.Texts["en"].Sections[0].Code;
        await using var context = new BunitContext();
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
            context.Services,
            TimeProvider.System
        );

        var paper = context.Render<DraftPaper>(parameters =>
            parameters
                .Add(one => one.State, state)
                .Add(one => one.Language, "en")
                .Add(one => one.Typed, new() { ["add:" + section] = "half a sent" })
                .Add(one => one.OnReason, _ => Task.FromResult(true))
                .Add(one => one.OnAdd, _ => Task.FromResult(true))
        );

        paper.Find("kept-text").GetAttribute("text").Should().Be("half a sent");
        TypedKeys.IsUnsaved("add:" + section).Should().BeTrue();
        TypedKeys.IsUnsaved(state.Stored.Draft.Texts["en"].Sections[0].Sentences[0].Id).Should().BeFalse();
    }

    [Fact]
    public async Task A_fact_whose_record_is_damaged_says_so()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        await using var store = new Store();
        var state = await StateAsync(store);
        await using var context = new BunitContext();
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
            context.Services,
            store.Records
        );
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
            context.Services,
            TimeProvider.System
        );
        var source = state.Stored.Draft.Facts.Select(fact => fact.Source).OfType<string>().First();

        var list = context.Render<EvidenceList>(parameters =>
            parameters
                .Add(one => one.Draft, state.Stored.Draft)
                .Add(one => one.Language, "none")
                .Add(one => one.Damaged, [source])
        );

        list.Find(".fact .chip.bad").TextContent.Should().Contain(ShellWords.Damaged.En);
    }

    private static async Task<ReviewState> StateAsync(Store store)
    {
        await store.KeepAsync(Store.Person("p"));
        var draft = DraftWriter.Write(
            new Prediction.CannotSay(
                new PredictionContext(
                    "reading-1",
                    PredictionKind.Forecast,
                    "p",
                    "Patient/p",
                    new ModelReference("some-model", "1", new("模型", "Model"), new("人群", "Population"), []),
                    new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.FromHours(8)),
                    false
                ),
                [],
                CannotSayReasons.TooFewReadings,
                new("读数过少", "too few readings")
            ),
            Chart.Load(store.Records, "p")
        );
        await store.Records.CommitAsync(
            Xinglin.Records.Fhir.Resources.Origin.Product,
            DraftResources.ToWrites(draft),
            Xunit.TestContext.Current.CancellationToken
        );
        return new ReviewService(store.Records).State(draft.Id, "en");
    }
}
