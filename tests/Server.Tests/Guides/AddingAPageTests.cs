using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Server.Tests.Pages;

namespace Xinglin.Server.Tests.Guides;

/// <summary>The example of docs/guides/adding-a-page.md.</summary>
public sealed class AddingAPageTests
{
    [Theory]
    [InlineData("en", "Patients", "F 66 y")]
    [InlineData("zh-CN", "患者", "女")]
    public async Task The_page_speaks_both_languages_and_leads_to_the_patient(string language, string title, string sex)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        await using var store = new Store();
        await store.KeepAsync(Store.Person("p"));
        await using var context = new BunitContext();
        context.Services.AddSingleton(store.Records);
        context.Services.AddSingleton<TimeProvider>(store.Clock);

        var page = context.Render<HomePatientsPage>();

        page.Find("h1").TextContent.Should().Be(title);
        page.Find("td a").GetAttribute("href").Should().Be("/patients/p");
        page.Find("tr").TextContent.Should().Contain(sex);
    }
}
