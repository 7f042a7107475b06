using Hl7.Fhir.Model;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Audit;

/// <summary>What is recorded of a row whose version is damaged: the resource, and no version that never was.</summary>
public sealed class DamagedVersionTests
{
    [Theory]
    [InlineData("'x'")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("9")]
    public async System.Threading.Tasks.Task A_damaged_version_that_was_read_stayed_broken_after_it_was_put_right(
        string version
    )
    {
        await using var server = await FhirServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("t1"),
            [new Write(new Patient { Id = "p1" }), new Write(new Patient { Id = "p2" })],
            TestContext.Current.CancellationToken
        );
        Behind(server, $"UPDATE resource SET version={version} WHERE id='p1'");
        foreach (
            var address in (string[])
                [
                    "Patient",
                    "Patient?_id=p1",
                    "Patient/p1",
                    "Patient/p1/_history",
                    "Patient/p1/$everything",
                    "Patient/p1?_format=xml",
                ]
        )
        {
            using (await server.GetAsync("/fhir/" + address)) { }
        }
        Behind(server, "UPDATE resource SET version=1 WHERE id='p1'");

        var report = TrailVerifier.Verify(server.Temporary.Folder, AuditOptions.Of(), server.Temporary.Clock, []);

        report.Problems.Should().BeEmpty();
        var named = server
            .Temporary.Accesses.Find(new AuditQuery(Count: 100))
            .Entries.SelectMany(entry => entry.Items.Prepend(entry.Entity))
            .ToList();
        named.Should().Contain("Patient/p1").And.Contain("Patient/p2/_history/1");
    }

    private static void Behind(FhirServer server, string sql)
    {
        using var database = Database.OpenWriter(Path.Combine(server.Temporary.Folder, "records.db"));
        database.Execute(sql);
    }
}
