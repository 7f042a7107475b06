using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tasks;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Worklist;

/// <summary>Patients of one name, sex and age in the lists of the pages.</summary>
public sealed class PatientNumberTests
{
    private const string LongId = "9f3c2a71-0000-4000-8000-0000000000000000-1111-2222-04be77d1";

    [Fact]
    public async Task Three_patients_of_one_name_sex_and_age_could_not_be_told_apart_in_a_list()
    {
        await using var server = await RunningServer.StartAsync();
        var queue = server.Services.GetRequiredService<TaskQueue>();
        var writes = new List<Write>();
        foreach (var (id, number) in new[] { ("a", "MR-1001"), ("b", "MR-1002"), (LongId, null) })
        {
            writes.Add(new(Same(id, number)));
            var task = queue.New(TaskType.Imaging, id, $"ImagingStudy/{id[..1]}");
            task.Status = Hl7.Fhir.Model.Task.TaskStatus.Failed;
            writes.Add(new(task));
        }
        await server.Store.CommitAsync(Origin.Product, writes);

        foreach (var culture in new[] { "en", "zh-CN" })
        {
            foreach (var address in new[] { "/?tab=failed", "/search?q=马军" })
            {
                var page = await server.PageAsync($"{address}&culture={culture}");
                page.Should().Contain(">MR-1001<", address).And.Contain(">MR-1002<", address);
                page.Should().Contain(">9f3c2a71…04be77d1<", address).And.NotContain($">{LongId}<", address);
            }
        }
    }

    private static Patient Same(string id, string? number) =>
        new()
        {
            Id = id,
            Gender = AdministrativeGender.Male,
            BirthDate = "1964-01-01",
            Name = [new HumanName { Text = "马军" }],
            Identifier = number is null ? [] : [new Identifier("urn:hospital", number)],
        };
}
