using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using Hl7.FhirPath;
using Hl7.FhirPath.Expressions;
using Microsoft.Data.Sqlite;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir;

public sealed class SearchPathTests
{
    [Fact]
    public void Nearly_every_search_parameter_of_the_standard_is_a_plain_path()
    {
        var engine = new List<string>();
        foreach (var definition in Served())
        {
            SearchPath.Compile(definition.Expression!, definition.Resource!, out var plain);
            if (!plain)
                engine.Add($"{definition.Resource}.{definition.Code}");
        }

        engine.Should().BeEquivalentTo("Bundle.composition", "Bundle.message", "Patient.deceased");
    }

    [Fact]
    public void A_plain_path_selects_what_the_FHIRPath_engine_selects()
    {
        var compiler = new FhirPathCompiler(new SymbolTable().AddStandardFP().AddFhirExtensions());
        var compiled = new Dictionary<string, CompiledExpression>(StringComparer.Ordinal);
        var context = new FhirEvaluationContext { ElementResolver = Resolve };
        var definitions = Served().ToLookup(d => d.Resource);
        var compared = 0;
        foreach (var resource in Examples())
        {
            foreach (var definition in definitions[resource.TypeName])
            {
                var selector = SearchPath.Compile(definition.Expression!, resource.TypeName, out var plain);
                if (!plain || selector is null)
                    continue;
                var expression = definition.Expression!;
                if (!compiled.TryGetValue(expression, out var evaluate))
                    compiled[expression] = evaluate = compiler.Compile(expression);
                var expected = evaluate(resource.ToPocoNode(), context).Select(n => Text(n.Poco)).Order().Distinct();
                var actual = selector(resource).Select(Text).Order().Distinct();
                var because = $"{resource.TypeName}/{resource.Id} by {definition.Code}: {expression}";
                // A union of FHIRPath drops what is equal in number, such as 1.0 next to 1.00; an index row each does no harm.
                if (resource is Observation { Id: "decimal" })
                    expected.Except(actual).Should().BeEmpty(because);
                else
                    actual.Should().Equal(expected, because);
                compared++;
            }
        }

        compared.Should().BeGreaterThan(1_000);
    }

    [Theory]
    [InlineData("2026", "2026-01-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z")]
    [InlineData("2024-02", "2024-02-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z")]
    [InlineData("2026-03-01", "2026-03-01T00:00:00.000Z", "2026-03-01T23:59:59.999Z")]
    [InlineData("2026-03-01T07:10+08:00", "2026-02-28T23:10:00.000Z", "2026-02-28T23:10:59.999Z")]
    [InlineData("2026-03-01T07:10:05Z", "2026-03-01T07:10:05.000Z", "2026-03-01T07:10:05.999Z")]
    [InlineData("2026-03-01T07:10:05.25Z", "2026-03-01T07:10:05.250Z", "2026-03-01T07:10:05.250Z")]
    [InlineData("9999", "9999-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z")]
    [InlineData("9999-12-31", "9999-12-31T00:00:00.000Z", "9999-12-31T23:59:59.999Z")]
    public void A_date_means_all_the_time_that_it_leaves_open(string text, string first, string last)
    {
        var span = DateSpan.Parse(text)!.Value;

        DateTimeOffset.FromUnixTimeMilliseconds(span.First).Should().Be(DateTimeOffset.Parse(first));
        DateTimeOffset.FromUnixTimeMilliseconds(span.Last).Should().Be(DateTimeOffset.Parse(last));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("2026-3-1")]
    [InlineData("tomorrow")]
    [InlineData("2026-03-01T25:00:00Z")]
    public void What_is_no_date_is_not_guessed_at(string text) => DateSpan.Parse(text).Should().BeNull();

    [Fact]
    public async Task A_file_of_a_newer_program_is_refused()
    {
        await using var temporary = new TemporaryStore();
        using (var connection = new SqliteConnection($"Data Source={temporary.Folder}/records.db;Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=1000";
            command.ExecuteNonQuery();
        }

        var open = () => FhirStore.Open(temporary.Folder, TimeProvider.System);

        open.Should()
            .Throw<InvalidDataException>()
            .WithMessage("records.db was written by a newer version*start that version.");
    }

    private static IEnumerable<SearchParamDefinition> Served() =>
        ModelInfo.SearchParameters.Where(d =>
            d.Type is not (SearchParamType.Composite or SearchParamType.Special) && !string.IsNullOrEmpty(d.Expression)
        );

    /// <summary>HL7's own examples, with what some of them contain.</summary>
    private static IEnumerable<Resource> Examples()
    {
        foreach (
            var file in Directory.EnumerateFiles(
                SharedData.Folder("fhir/r4_examples"),
                "*.json",
                SearchOption.AllDirectories
            )
        )
        {
            Resource resource;
            try
            {
                resource = FhirText.ParseJson(File.ReadAllBytes(file));
            }
            catch (FhirTextException)
            {
                // Five of HL7's examples are wrong on purpose.
                continue;
            }
            yield return resource;
            foreach (var inner in (resource as Bundle)?.Entry.Select(e => e.Resource).OfType<Resource>() ?? [])
                yield return inner;
        }
    }

    /// <summary>An empty resource of the type that a reference names: enough for <c>resolve() is Patient</c>.</summary>
    private static PocoNode? Resolve(string url)
    {
        var parts = url.Split('/');
        var type = parts.Length < 2 ? null : ModelInfo.GetTypeForFhirType(parts[^2]);
        return type is null ? null : ((Resource)Activator.CreateInstance(type)!).ToPocoNode();
    }

    private static string Text(Base? value) =>
        value is PrimitiveType primitive ? SearchPath.Literal(primitive) ?? "" : FhirText.ToJson(value!);
}
