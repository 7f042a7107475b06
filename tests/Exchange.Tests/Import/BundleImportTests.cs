using System.Text.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Tests.Import;

public sealed class BundleImportTests
{
    [Fact]
    public async Task All_thirty_Synthea_bundles_are_imported_whole_and_again_without_a_change()
    {
        var folder = Path.Combine(SharedData.Folder("fhir"), "synthea_r4");
        await using var hospital = new TestHospital();
        var sources = ImportSource.FromPath(folder).Where(s => s.Name != "counts.json").ToList();

        var report = await hospital.Importer.ImportAsync(Origin.Command("test"), sources);

        report.Refused.Should().BeEmpty();
        report.Resources.Should().Be(4422);
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "counts.json")))!["by_type"]!;
        foreach (var (type, count) in expected.AsObject())
        {
            report.Accepted.Sum(a => a.ByType.GetValueOrDefault(type)).Should().Be((int)count!, $"of {type}");
        }
        report.Patients.Should().HaveCount(30);
        var patient = report.Patients[0];
        hospital.Store.Compartment(patient).OfType<Observation>().Should().NotBeEmpty();

        var again = await hospital.Importer.ImportAsync(Origin.Command("test"), sources);
        again.Refused.Should().BeEmpty();
        again.Unchanged.Should().Be(4422);
        hospital.Store.Read<Patient>(patient)!.Meta!.VersionId.Should().Be("1");
    }

    [Fact]
    public async Task Every_R4_example_is_stored_or_refused_with_a_reason()
    {
        var folder = Path.Combine(SharedData.Folder("fhir"), "r4_examples");
        await using var hospital = new TestHospital();

        var report = await hospital.Importer.ImportAsync(Origin.Command("test"), ImportSource.FromPath(folder));

        report.Refused.Should().OnlyContain(r => r.Reason.Zh.Length > 5 && r.Remedy.En.Length > 5);
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Join('\n', report.Refused.Select(r => $"{r.Place}: {r.Reason.En}"))
        );
        report.Accepted.Count.Should().BeGreaterThan(70);
    }

    [Fact]
    public async Task A_transaction_with_one_bad_entry_is_refused_whole_and_the_entry_is_named()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import("b.json", Bundle("transaction", Patient("a"), BadPatient("b")));

        report.Accepted.Should().BeEmpty();
        report
            .Refused.Should()
            .Contain(r => r.Place == "b.json, entry[1] (Patient)" && r.Code == RejectionCodes.NotFhir);
        report.Refused.Should().Contain(r => r.Place == "b.json" && r.Code == RejectionCodes.BundleRefused);
        hospital.Store.Read<Patient>("a").Should().BeNull();
    }

    [Fact]
    public async Task Of_a_collection_the_good_entries_are_stored_and_the_bad_one_is_refused()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import("b.json", Bundle("collection", Patient("a"), BadPatient("b")));

        report.Resources.Should().Be(1);
        report.Refused.Should().ContainSingle().Which.Place.Should().Be("b.json, entry[1] (Patient)");
        hospital.Store.Read<Patient>("a").Should().NotBeNull();
    }

    [Fact]
    public async Task References_by_uuid_and_by_identifier_point_to_what_was_stored()
    {
        const string uuid = "61ebe359-bfdc-4613-8bf2-c5e300945f0a";
        await using var hospital = new TestHospital();
        var report = await hospital.Import(
            "b.json",
            $$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
             {"fullUrl":"urn:uuid:{{uuid}}","request":{"method":"POST","url":"Patient"},
              "resource":{"resourceType":"Patient","identifier":[{"system":"urn:h","value":"7"}]} },
             {"request":{"method":"POST","url":"Condition"},
              "resource":{"resourceType":"Condition","id":"c1","subject":{"reference":"urn:uuid:{{uuid}}"} } },
             {"request":{"method":"POST","url":"Condition"},
              "resource":{"resourceType":"Condition","id":"c2","subject":{"reference":"Patient?identifier=urn:h|7"} } }]}
            """
        );
        report.Refused.Should().BeEmpty();
        hospital.Store.Read<Condition>("c1")!.Subject.Reference.Should().Be("Patient/" + uuid);
        hospital.Store.Read<Condition>("c2")!.Subject.Reference.Should().Be("Patient/" + uuid);
    }

    [Fact]
    public async Task A_reference_to_nothing_refuses_the_transaction()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import(
            "b.json",
            Bundle(
                "transaction",
                """{"resourceType":"Condition","id":"c","subject":{"reference":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a"}}"""
            )
        );
        report.Refused.Should().Contain(r => r.Code == RejectionCodes.Reference);
        report.Accepted.Should().BeEmpty();
    }

    [Fact]
    public async Task Create_if_none_exists_keeps_what_is_there()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("known", "N1");
        const string bundle = """
            {"resourceType":"Bundle","type":"transaction","entry":[
             {"fullUrl":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a",
              "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:hospital|N1"},
              "resource":{"resourceType":"Patient","identifier":[{"system":"urn:hospital","value":"N1"}]} },
             {"request":{"method":"POST","url":"Condition"},"resource":{"resourceType":"Condition","id":"c",
              "subject":{"reference":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a"} } }]}
            """;
        var report = await hospital.Import("b.json", bundle);
        report.Refused.Should().BeEmpty();
        hospital.Store.Read<Condition>("c")!.Subject.Reference.Should().Be("Patient/known");
        hospital.Store.Read<Patient>("61ebe359-bfdc-4613-8bf2-c5e300945f0a").Should().BeNull();
    }

    [Fact]
    public async Task A_Bundle_cut_off_anywhere_is_refused_with_its_line_and_nothing_is_stored()
    {
        var text = Bundle("collection", Patient("a"), Patient("b"));
        await using var hospital = new TestHospital();
        for (var length = 1; length < text.TrimEnd().Length; length++)
        {
            var report = await hospital.Import("cut.json", text[..length]);
            report.Accepted.Should().BeEmpty($"cut at {length}");
            report.Refused.Should().NotBeEmpty($"cut at {length}");
        }
        hospital.Store.Read<Patient>("a").Should().BeNull();
        var last = await hospital.Import("cut.json", text[..(text.Length / 2)]);
        last.Refused.Single().Code.Should().Be(RejectionCodes.NotJson);
        last.Refused.Single().Place.Should().StartWith("cut.json, line 1, byte ");
    }

    [Fact]
    public async Task Of_an_NDJSON_file_the_bad_line_is_named_by_its_number_and_the_others_are_stored()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import(
            "p.ndjson",
            $"{Patient("a")}\n\n{{\"resourceType\":\"Patient\",\"id\":\n{BadPatient("b")}\n{Patient("c")}\n"
        );
        report.Resources.Should().Be(2);
        report.Refused.Select(r => r.Place).Should().Equal("p.ndjson, line 3", "p.ndjson, line 4");
    }

    [Fact]
    public async Task NDJSON_is_recognised_without_its_ending()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import("export", $"{Patient("a")}\n{Patient("b")}\n");
        report.Accepted.Should().ContainSingle().Which.Kind.Should().Be(ImportKinds.FhirLines);
    }

    [Fact]
    public async Task A_resource_in_XML_is_stored()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import(
            "p.xml",
            """<Patient xmlns="http://hl7.org/fhir"><id value="x"/><gender value="male"/></Patient>"""
        );
        report.Refused.Should().BeEmpty();
        hospital.Store.Read<Patient>("x")!.Gender.Should().Be(AdministrativeGender.Male);
    }

    [Fact]
    public async Task A_file_cannot_forge_work_or_audit_entries()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import(
            "t.json",
            """
            {"resourceType":"Task","id":"forged","status":"completed","intent":"order",
             "code":{"coding":[{"system":"https://xinglin.example/fhir/CodeSystem/work","code":"imaging"}]}}
            """
        );
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.Protected);
    }

    [Fact]
    public async Task Two_equal_conditional_entries_of_one_file_make_one_patient_and_references_lead_to_it()
    {
        await using var hospital = new TestHospital();
        const string Patient = """
            {"fullUrl":"urn:uuid:0000000N-0000-4000-8000-000000000000","resource":{"resourceType":"Patient","identifier":[{"system":"urn:n","value":"tx2"}]},
             "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:n|tx2"}}
            """;
        const string Reading = """
            {"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"urn:uuid:00000002-0000-4000-8000-000000000000"}},
             "request":{"method":"POST","url":"Observation"}}
            """;
        var file =
            """{"resourceType":"Bundle","type":"transaction","entry":["""
            + string.Join(',', Patient.Replace("000N", "0001"), Patient.Replace("000N", "0002"), Reading)
            + "]}";

        var report = await hospital.Import("two.json", file);
        var again = await hospital.Import("two.json", file);

        report.Refused.Should().BeEmpty();
        again.Refused.Should().BeEmpty();
        var patient = hospital.Store.Search(new("Patient", [])).Resources.Should().ContainSingle().Which;
        hospital.Store.ByPatient<Observation>(patient.Id).Should().ContainSingle();
    }

    [Fact]
    public async Task Of_eight_imports_at_once_of_the_same_new_patient_one_patient_comes()
    {
        await using var hospital = new TestHospital();
        var files = Enumerable
            .Range(0, 8)
            .Select(i =>
                Task.Run(() =>
                    hospital.Import(
                        $"f{i}.json",
                        """
                        {"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:0000000N-0000-4000-8000-000000000000",
                         "resource":{"resourceType":"Patient","identifier":[{"system":"urn:n","value":"same"}]},
                         "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:n|same"}}]}
                        """.Replace("000N", $"000{i}")
                    )
                )
            );

        var reports = await Task.WhenAll(files);

        reports.Should().OnlyContain(report => report.Refused.Count == 0);
        hospital.Store.Search(new("Patient", [])).Total.Should().Be(1);
    }

    [Fact]
    public async Task A_file_finds_what_it_makes_itself_by_a_conditional_reference_and_links_attachments()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import(
            "links.json",
            """
            {"resourceType":"Bundle","type":"transaction","entry":[
             {"resource":{"resourceType":"Location","id":"l1","name":"L","managingOrganization":{"reference":"Organization?identifier=urn:o|new1"}},
              "request":{"method":"POST","url":"Location"}},
             {"fullUrl":"urn:uuid:11111111-0000-4000-8000-000000000001","resource":{"resourceType":"Organization","id":"org1","name":"N","identifier":[{"system":"urn:o","value":"new1"}]},
              "request":{"method":"POST","url":"Organization"}},
             {"resource":{"resourceType":"DocumentReference","id":"d1","status":"current","content":[{"attachment":{"contentType":"text/plain","url":"urn:uuid:11111111-0000-4000-8000-000000000001"}}]},
              "request":{"method":"POST","url":"DocumentReference"}}]}
            """
        );

        report.Refused.Should().BeEmpty();
        hospital.Store.Read<Location>("l1")!.ManagingOrganization.Reference.Should().Be("Organization/org1");
        hospital.Store.Read<DocumentReference>("d1")!.Content[0].Attachment.Url.Should().Be("Organization/org1");
    }

    [Fact]
    public async Task A_file_cannot_replace_what_a_model_wrote()
    {
        await using var hospital = new TestHospital();
        var draft = Xinglin.Records.Fhir.Resources.Labels.MarkAi(
            new DiagnosticReport
            {
                Id = "draft",
                Status = DiagnosticReport.DiagnosticReportStatus.Preliminary,
                Code = new CodeableConcept { Text = "x" },
            }
        );
        await hospital.Store.CommitAsync(Origin.Product, [new Write(draft)]);
        var report = await hospital.Import(
            "r.json",
            """{"resourceType":"DiagnosticReport","id":"draft","status":"final","code":{"text":"y"}}"""
        );
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.Protected);
    }

    [Fact]
    public async Task The_report_serialises_to_JSON_with_place_reason_and_mend()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import("x.json", "{\"resourceType\":\"Patient\"");
        var json = JsonSerializer.SerializeToNode(report, JsonSerializerOptions.Web)!;
        json["refused"]![0]!["place"]!.GetValue<string>().Should().StartWith("x.json");
        json["refused"]![0]!["reason"]!["zh"]!.GetValue<string>().Should().Contain("JSON");
        json["refused"]![0]!["mend"]!["en"]!.GetValue<string>().Should().NotBeEmpty();
    }

    private static string Patient(string id) => $$"""{"resourceType":"Patient","id":"{{id}}","gender":"female"}""";

    private static string BadPatient(string id) =>
        $$"""{"resourceType":"Patient","id":"{{id}}","gender":"unsure","colour":1}""";

    private static string Bundle(string type, params string[] resources)
    {
        var entries = resources.Select(r =>
            $$$"""{"resource":{{{r}}},"request":{"method":"POST","url":"{{{r.Split('"')[3]}}}"}}"""
        );
        return $$"""{"resourceType":"Bundle","type":"{{type}}","entry":[{{string.Join(',', entries)}}]}""";
    }
}
