using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Signing;
using Xinglin.Reports.Tests.Pades;

namespace Xinglin.Reports.Tests.FollowUps;

public class PatientLinkTests
{
    [Fact]
    public async Task Merged_patients_are_linked_both_ways_nothing_signed_is_moved_and_the_link_comes_off_again()
    {
        await using var ward = await Signed.WardAsync();
        var document = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;
        await ward.AdmitAsync("p2");
        var links = new PatientLinks(ward.Store);

        (await links.LinkAsync("p1", "p2", "clerk")).Should().BeTrue();
        (await links.LinkAsync("p1", "p2", "clerk")).Should().BeFalse();

        links.Of("p1").Should().Equal(new LinkedPatient("p2", Patient.LinkType.ReplacedBy));
        links.Of("p2").Should().Equal(new LinkedPatient("p1", Patient.LinkType.Replaces));
        var report = ward.Store.Read<DiagnosticReport>(document.Draft.Id)!;
        (report.Subject!.Reference, report.Meta!.VersionId).Should().Be(("Patient/p1", document.Version));
        ward.Store.ByPatient<DiagnosticReport>("p2").Should().BeEmpty();
        ward.Verifier.Of(document.Draft.Id)!.State.Should().Be(SignatureState.Valid);

        (await links.UnlinkAsync("p2", "p1", "clerk")).Should().BeTrue();
        (await links.UnlinkAsync("p2", "p1", "clerk")).Should().BeFalse();
        links.Of("p1").Concat(links.Of("p2")).Should().BeEmpty();
        ward.Store.History("Patient", "p1").OfType<Patient>().Select(one => one.Link.Count).Should().Equal(0, 1, 0);
    }

    [Fact]
    public async Task A_link_that_only_the_other_record_names_is_shown_and_taken_off_as_well()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var other = await ward.AdmitAsync("p2");
        other.Link = [new() { Type = Patient.LinkType.Replaces, Other = new("Patient/p1") }];
        await ward.Store.CommitAsync(Origin.Product, [new Write(other)]);
        var links = new PatientLinks(ward.Store);

        links.Of("p1").Should().Equal(new LinkedPatient("p2", Patient.LinkType.ReplacedBy));
        (await links.UnlinkAsync("p1", "p2", "clerk")).Should().BeTrue();
        links.Of("p1").Should().BeEmpty();
    }

    [Fact]
    public async Task A_record_of_another_system_could_not_be_updated_by_it_after_a_link()
    {
        await using var ward = new Ward();
        foreach (var id in new[] { "h1", "h2" })
        {
            await ward.Store.CommitAsync(
                Origin.Program("his"),
                [new Write(new Patient { Id = id, Name = [new HumanName { Text = "王秀英" }] })]
            );
        }
        await new PatientLinks(ward.Store).LinkAsync("h1", "h2", "clerk");
        var patient = ward.Store.Read<Patient>("h1")!;
        patient.BirthDate = "1955-03-08";

        var update = () => ward.Store.CommitAsync(Origin.Program("his"), [new Write(patient)]);

        await update.Should().NotThrowAsync();
    }

    [Theory]
    [InlineData("p1", "nobody")]
    [InlineData("nobody", "p1")]
    [InlineData("p1", "p1")]
    public async Task Only_two_patients_that_are_here_are_linked(string one, string other)
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();

        var link = () => new PatientLinks(ward.Store).LinkAsync(one, other, "clerk");

        await link.Should().ThrowAsync<KeyNotFoundException>();
    }
}
