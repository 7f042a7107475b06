using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>How SQLite carries out what is asked for a page: by the values that are asked for, never by walking all rows.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly Database _database = Database.OpenInMemory();

    public PlanTests() => _database.Execute(RecordTables.Create);

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_page_with_a_hundred_attachments_walked_the_index_rows_of_all_earlier_resources()
    {
        foreach (var statement in Naming.Statements)
        {
            var plan = PlanOf(statement);
            plan.Should().ContainMatch("SEARCH s USING PRIMARY KEY (parameter=? AND value*");
            plan.Should().Contain("SEARCH r USING INTEGER PRIMARY KEY (rowid=?)");
            plan.Should().NotContainMatch("*search_resource (resource<?)*");
        }
    }

    [Fact]
    public void What_names_a_patient_beside_the_charts_was_found_by_walking_all_that_is_in_no_chart()
    {
        var plan = PlanOf(Lookup.BesideCharts);

        plan.Should().Contain("SEARCH r USING INTEGER PRIMARY KEY (rowid=?)");
        plan.Should().NotContainMatch("*resource_patient*");
    }

    private List<string> PlanOf(string statement)
    {
        using var ask = _database.PrepareOnce("EXPLAIN QUERY PLAN " + statement);
        var steps = new List<string>();
        while (ask.Step())
            steps.Add(ask.Text(3));
        return steps;
    }
}
