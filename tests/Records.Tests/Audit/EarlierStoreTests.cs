using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Verification;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Audit;

/// <summary>A store that the program of before wrote, with its unkeyed chain.</summary>
public sealed class EarlierStoreTests : IAsyncDisposable
{
    private readonly TemporaryStore _temporary = new();

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task An_earlier_chain_and_the_versions_of_its_time_stay_verifiable()
    {
        await BecomeEarlierAsync();
        await LiveAsync();

        var report = Verify();

        report.Problems.Should().BeEmpty();
        (report.EarlierEntries, report.Versions).Should().Be((3, 3));
        report.Notes.Should().Contain(note => note.StartsWith("3 entries and 2 versions are from before"));
    }

    [Theory]
    [InlineData(
        "DROP TRIGGER audit_is_append_only_u; UPDATE audit SET actor='nobody' WHERE sequence=2",
        "edited",
        "*earlier chain, entry 2*"
    )]
    [InlineData(
        "DROP TRIGGER audit_is_append_only_d; DELETE FROM audit WHERE sequence=3",
        "exchanged",
        "*earlier chain*"
    )]
    [InlineData("DROP TRIGGER audit_is_append_only_d; DELETE FROM audit", "exchanged", "*earlier chain*")]
    [InlineData("DROP TABLE audit", "missing", "*earlier chain*")]
    [InlineData("UPDATE resource SET json=replace(json,'1960','1970') WHERE id='p1'", "content", "*from before*")]
    [InlineData("DELETE FROM resource WHERE id='p2'", "content", "*from before*")]
    public async Task A_change_to_what_is_from_before_is_found(string change, string kind, string place)
    {
        await BecomeEarlierAsync();
        await LiveAsync();
        Execute(change);

        Verify().Problems.Where(p => p.Kind == kind).Select(p => p.Place).Should().ContainMatch(place);
    }

    /// <summary>Two versions and three entries of the chain of before; no trail.</summary>
    private async Task BecomeEarlierAsync()
    {
        foreach (var id in new[] { "p1", "p2" })
        {
            await _temporary.Store.CommitAsync(
                Origin.Product,
                [new Write(new Hl7.Fhir.Model.Patient { Id = id, BirthDate = "1960-01-01" })]
            );
        }

        await _temporary.Store.DisposeAsync();
        Execute("DROP TABLE trail; DROP TABLE trail_patient");
        var last = new byte[32];
        for (var sequence = 1; sequence <= 3; sequence++)
        {
            var hash = Hash(last, sequence, 1000 * sequence, "dr-lin", "create", $"Patient/p{sequence}/_history/1");
            Execute(
                $"INSERT INTO audit VALUES({sequence},{1000 * sequence},'dr-lin','create','Patient/p{sequence}/_history/1',x'{Convert.ToHexString(last)}',x'{Convert.ToHexString(hash)}')"
            );
            last = hash;
        }
    }

    private async Task LiveAsync()
    {
        await using var store = FhirStore.Open(_temporary.Folder, _temporary.Clock);
        await store.CommitAsync(Origin.Product, [new Write(new Hl7.Fhir.Model.Patient { Id = "p3" })]);
    }

    private TrailReport Verify() => TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_temporary.Folder}/records.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The form of the earlier chain, written down once more: as its conformance page described it.</summary>
    private static byte[] Hash(byte[] previous, long sequence, long time, params string[] texts)
    {
        var bytes = new List<byte>(previous);
        var number = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        bytes.AddRange(number);
        BinaryPrimitives.WriteInt64BigEndian(number, time);
        bytes.AddRange(number);
        foreach (var text in texts)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, Encoding.UTF8.GetByteCount(text));
            bytes.AddRange([.. length, .. Encoding.UTF8.GetBytes(text)]);
        }
        return SHA256.HashData([.. bytes]);
    }
}
