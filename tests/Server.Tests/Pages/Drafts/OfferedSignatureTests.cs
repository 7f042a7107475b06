using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Drafts;

/// <summary>The page offers a signature to those only whom the rules let sign.</summary>
public sealed class OfferedSignatureTests
{
    [Fact]
    public async System.Threading.Tasks.Task A_pharmacist_was_offered_a_signature_that_the_server_refuses()
    {
        await using var server = await RunningServer.StartAsync();
        var draft = await DamageInItsPlaceTests.DraftAsync(server);
        var pharmacist = await server.PersonAsync("sun", Roles.Pharmacist);
        var nurse = await server.PersonAsync("wu", Roles.Nurse);

        var refused = await PageAsync(pharmacist, $"/drafts/{draft}?culture=en");
        refused.Should().Contain("id=\"who-may-sign\"").And.Contain("These roles may: clinician, nurse");
        refused.Should().NotContain("data-page-key=\"s\"");
        (await PageAsync(pharmacist, $"/drafts/{draft}?culture=zh-CN")).Should().Contain("可签署的角色：");
        (await PageAsync(nurse, $"/drafts/{draft}?culture=en"))
            .Should()
            .Contain("data-page-key=\"s\"")
            .And.NotContain("id=\"who-may-sign\"");
        DraftResources.Load(server.Store, draft)!.Draft.Kind.Should().Be(DocumentKind.Forecast);
    }

    private static async Task<string> PageAsync(HttpClient client, string address) =>
        System.Net.WebUtility.HtmlDecode((await RunningServer.GetAsync(client, address, "text/html")).Body);
}
