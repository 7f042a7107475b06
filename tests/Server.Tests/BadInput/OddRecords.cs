using System.Globalization;
using System.Text.Json.Nodes;

namespace Xinglin.Server.Tests.BadInput;

/// <summary>
/// Resources that the FHIR grammar allows and no hospital expects: every kind of letter, dates at the ends of the calendar,
/// numbers of any size, references that dangle or go in circles, much too much of everything. All follow from the seed.
/// </summary>
public sealed class OddRecords(int seed)
{
    public static readonly string[] Types =
    [
        "Patient",
        "Observation",
        "Condition",
        "MedicationRequest",
        "MedicationStatement",
        "AllergyIntolerance",
        "DiagnosticReport",
        "ImagingStudy",
        "RiskAssessment",
        "Task",
        "Binary",
        "Provenance",
        "Encounter",
        "Procedure",
        "Immunization",
        "DocumentReference",
        "Device",
        "ClinicalImpression",
    ];

    private static readonly string[] Texts =
    [
        "王秀英",
        "\U00020BB7\U0002A6D6",
        "مريم ٣ mg",
        "a\u202Egnp.exe\u202C",
        "e\u0301\u0301\u0301\u0301",
        "\u200B\u200D\uFEFF",
        "<script>alert(1)</script>",
        "'\"`<!--]]>{{0}} {0} {1} %s",
        "CKD stage ٣, １０ mg, 𝟙 mg, 二百五十周, ½",
        "\uFFFD\u0085\u2028\u2029",
        "../../etc/passwd",
        "javascript:alert(1)",
        "\U0001F468\u200D\U0001F469\u200D\U0001F467",
        "x",
        "=cmd|' /C calc'!A0",
        "1234567890123456789012345678901234567890.12345678901234567890123456789012345",
    ];

    private static readonly string[] Dates =
    [
        "0001",
        "0001-01",
        "0001-01-01",
        "1850",
        "1960-02-29",
        "2026-05",
        "2026-05-30",
        "9999",
        "9999-12",
        "9999-12-31",
    ];

    private static readonly string[] Moments =
    [
        .. Dates,
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "9999-12-31T23:59:59.9999999Z",
        "2026-05-30T08:00:00+08:00",
        "2026-05-30T08:00:00.123456789Z",
        "2016-12-31T23:59:59Z",
        "2016-12-31T23:59:60Z",
        "9999-12-31T23:59:60.5-12:00",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-0.0",
        "7.10",
        "1E-30",
        "1.2E+2",
        "123456789012345678901234567890123456789",
        "-1.000000000000000000E+245",
        "79228162514264337593543950335",
        "0.0000000000000000000000000001",
        "126",
        "99999",
    ];

    private static readonly (string System, string Code)[] Codes =
    [
        ("http://loinc.org", "8480-6"),
        ("http://loinc.org", "15074-8"),
        ("http://loinc.org", "29463-7"),
        ("http://loinc.org", "2345-7"),
        ("http://loinc.org", "85354-9"),
        ("http://snomed.info/sct", "38341003"),
        ("http://snomed.info/sct", "716186003"),
        ("http://hl7.org/fhir/sid/icd-10", "I10.x00"),
        ("http://dicom.nema.org/resources/ontology/DCM", "DX"),
        ("urn:odd", "\U00020BB7"),
    ];

    private static readonly string[] Units =
    [
        "mm[Hg]",
        "mg/dL",
        "mmol/L",
        "kg",
        "[lb_av]",
        "%",
        "odd",
        "{x}",
        "Cel",
        "1",
    ];

    private readonly Random _random = new(seed);
    private readonly List<string> _known = [];

    /// <summary>A patient and a resource or two of every other type, all about that patient more or less.</summary>
    public IReadOnlyList<JsonObject> Patient(string id)
    {
        var all = new List<JsonObject>();
        foreach (var type in Types)
        {
            for (var many = type == "Patient" ? 1 : _random.Next(1, 4); many > 0; many--)
            {
                var resource = new JsonObject
                {
                    ["resourceType"] = type,
                    ["id"] =
                        type == "Patient" ? id : $"{id}-{type}-{many}"[..Math.Min(64, id.Length + type.Length + 3)],
                };
                _known.Add($"{type}/{resource["id"]!.GetValue<string>()}");
                all.Add(resource);
            }
        }

        foreach (var resource in all)
            Fill(resource, resource["resourceType"]!.GetValue<string>(), $"Patient/{id}");
        return all;
    }

    private void Fill(JsonObject r, string type, string patient)
    {
        if (Chance(20))
            r["meta"] = new JsonObject { ["tag"] = new JsonArray(Coding(), Coding()) };
        if (Chance(15))
            r["language"] = "zh-CN";
        switch (type)
        {
            case "Patient":
                Maybe(r, "name", () => Many(Name));
                Maybe(r, "birthDate", () => Pick(Dates));
                Maybe(r, "gender", () => Pick("male", "female", "other", "unknown"));
                Maybe(r, "identifier", () => Many(Identifier));
                Maybe(
                    r,
                    "link",
                    () => new JsonArray(new JsonObject { ["other"] = Reference(patient), ["type"] = "seealso" })
                );
                Maybe(r, "deceasedDateTime", () => Pick(Moments));
                break;
            case "Observation":
                r["status"] = Pick("final", "amended", "entered-in-error", "cancelled", "unknown");
                r["code"] = Concept();
                r["subject"] = Subject(patient);
                Maybe(
                    r,
                    Pick("effectiveDateTime", "effectiveDateTime", "issued"),
                    () => Pick("2026-05-30T08:00:00+08:00", "2016-12-31T23:59:60Z")
                );
                if (!r.ContainsKey("effectiveDateTime"))
                    Maybe(r, "effectivePeriod", Period);
                else if (Chance(60))
                    r["effectiveDateTime"] = Pick(Moments);
                Maybe(r, "valueQuantity", Quantity, 85);
                Maybe(
                    r,
                    "referenceRange",
                    () => new JsonArray(new JsonObject { ["low"] = Quantity(), ["high"] = Quantity() }),
                    40
                );
                Maybe(
                    r,
                    "component",
                    () => Many(() => new JsonObject { ["code"] = Concept(), ["valueQuantity"] = Quantity() }),
                    40
                );
                Maybe(r, "hasMember", () => new JsonArray(Reference(patient)), 30);
                break;
            case "Condition":
                Maybe(r, "code", Concept, 90);
                r["subject"] = Subject(patient);
                Maybe(r, "onsetDateTime", () => Pick(Moments));
                Maybe(r, "abatementDateTime", () => Pick(Moments), 30);
                Maybe(r, "recordedDate", () => Pick(Moments), 30);
                r["clinicalStatus"] = Concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active");
                break;
            case "MedicationRequest":
                (r["status"], r["intent"]) = (Pick("active", "stopped", "on-hold", "draft"), "order");
                if (Chance(70))
                    r["medicationCodeableConcept"] = Concept();
                else
                    r["medicationReference"] = Reference(patient);
                r["subject"] = Subject(patient);
                Maybe(r, "authoredOn", () => Pick(Moments));
                Maybe(r, "dosageInstruction", () => Many(() => new JsonObject { ["text"] = Text() }), 60);
                Maybe(r, "dispenseRequest", () => new JsonObject { ["validityPeriod"] = Period() }, 30);
                break;
            case "MedicationStatement":
                r["status"] = Pick("active", "completed", "unknown");
                r["medicationCodeableConcept"] = Concept();
                r["subject"] = Subject(patient);
                Maybe(r, "effectivePeriod", Period);
                break;
            case "AllergyIntolerance":
                Maybe(r, "code", Concept, 80);
                r["patient"] = Subject(patient);
                break;
            case "DiagnosticReport":
                r["status"] = Pick("final", "preliminary", "registered", "unknown");
                r["code"] = Concept();
                Maybe(r, "subject", () => Subject(patient), 85);
                Maybe(r, "effectiveDateTime", () => Pick(Moments));
                Maybe(r, "issued", () => Pick("0001-01-01T00:00:00Z", "2016-12-31T23:59:60Z"), 30);
                Maybe(r, "presentedForm", () => Many(Attachment), 60);
                Maybe(r, "resultsInterpreter", () => new JsonArray(Reference(patient)), 30);
                Maybe(r, "conclusion", () => Text(), 40);
                break;
            case "ImagingStudy":
                r["status"] = Pick("available", "registered", "unknown");
                r["subject"] = Subject(patient);
                Maybe(r, "started", () => Pick(Moments));
                Maybe(r, "description", () => Text(), 60);
                Maybe(r, "series", () => Many(Series), 80);
                break;
            case "RiskAssessment":
                r["status"] = Pick("final", "preliminary");
                r["subject"] = Subject(patient);
                r["code"] = Concept();
                Maybe(
                    r,
                    "prediction",
                    () =>
                        Many(() =>
                            new JsonObject { ["outcome"] = Concept(), ["probabilityDecimal"] = JsonNode.Parse("1E-7") }
                        )
                );
                break;
            case "Task":
                (r["status"], r["intent"]) = (Pick("requested", "failed", "in-progress", "completed"), "order");
                Maybe(r, "code", Concept);
                Maybe(r, "for", () => Subject(patient));
                Maybe(r, "focus", () => Reference(patient));
                Maybe(r, "authoredOn", () => Pick(Moments));
                break;
            case "Binary":
                r["contentType"] = Pick("text/plain", "text/html", "application/pdf", "x/y", "; ;");
                Maybe(r, "data", () => "PHNjcmlwdD4=", 70);
                Maybe(r, "securityContext", () => Subject(patient), 70);
                break;
            case "Provenance":
                r["target"] = new JsonArray(Reference(patient), new JsonObject { ["reference"] = _known[^1] });
                r["recorded"] = Pick(
                    "0001-01-01T00:00:00Z",
                    "2016-12-31T23:59:60Z",
                    "9999-12-31T23:59:59Z",
                    "2026-05-30T08:00:00+08:00"
                );
                r["agent"] = new JsonArray(new JsonObject { ["who"] = Reference(patient) });
                break;
            case "Encounter":
                r["status"] = Pick("finished", "planned", "unknown");
                r["class"] = Coding();
                Maybe(r, "subject", () => Subject(patient), 90);
                Maybe(r, "period", Period);
                Maybe(r, "reasonCode", () => Many(Concept), 50);
                break;
            case "Procedure":
                r["status"] = Pick("completed", "unknown");
                r["subject"] = Subject(patient);
                Maybe(r, "performedDateTime", () => Pick(Moments));
                break;
            case "Immunization":
                r["status"] = Pick("completed", "not-done");
                r["vaccineCode"] = Concept();
                r["patient"] = Subject(patient);
                r["occurrenceDateTime"] = Pick(Moments);
                break;
            case "DocumentReference":
                r["status"] = "current";
                Maybe(r, "subject", () => Subject(patient));
                r["content"] = new JsonArray(new JsonObject { ["attachment"] = Attachment() });
                break;
            case "Device":
                Maybe(r, "patient", () => Subject(patient));
                Maybe(r, "version", () => new JsonArray(new JsonObject { ["value"] = Text() }));
                break;
            case "ClinicalImpression":
                r["status"] = "completed";
                r["subject"] = Subject(patient);
                Maybe(r, "summary", () => Text());
                break;
        }
    }

    private JsonObject Name()
    {
        var name = new JsonObject { ["family"] = Text() };
        Maybe(name, "text", () => Text(), 40);
        Maybe(name, "given", () => new JsonArray(Text(), Text()), 70);
        Maybe(name, "use", () => Pick("official", "usual", "old", "maiden"), 50);
        if (Chance(20))
            name["_family"] = new JsonObject { ["extension"] = new JsonArray(Extension()) };
        return name;
    }

    private JsonObject Identifier()
    {
        var identifier = new JsonObject { ["value"] = Text() };
        Maybe(identifier, "system", () => "urn:odd:" + _random.Next(9), 60);
        return identifier;
    }

    private JsonObject Extension() => new() { ["url"] = "http://example.org/odd", ["valueString"] = Text() };

    private JsonObject Coding()
    {
        var (system, code) = Codes[_random.Next(Codes.Length)];
        var coding = new JsonObject { ["code"] = code };
        Maybe(coding, "system", () => system, 90);
        Maybe(coding, "display", () => Text(), 50);
        return coding;
    }

    private JsonObject Concept()
    {
        if (Chance(10))
            return new JsonObject { ["extension"] = new JsonArray(Extension()) };
        var concept = new JsonObject();
        if (Chance(85))
            concept["coding"] = Many(Coding, Chance(3) ? 2000 : 4);
        if (concept.Count == 0 || Chance(50))
            concept["text"] = Text();
        return concept;
    }

    private static JsonObject Concept(string system, string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) };

    private JsonObject Quantity()
    {
        var quantity = new JsonObject { ["value"] = JsonNode.Parse(Pick(Numbers)) };
        var unit = Pick(Units);
        if (Chance(70))
            (quantity["system"], quantity["code"]) = ("http://unitsofmeasure.org", unit);
        Maybe(quantity, "unit", () => Chance(50) ? unit : Text(), 70);
        Maybe(quantity, "comparator", () => Pick("<", ">", "<=", ">="), 20);
        return quantity;
    }

    private JsonObject Period()
    {
        var period = new JsonObject { ["start"] = Pick(Moments) };
        Maybe(period, "end", () => Pick(Moments), 60);
        return period;
    }

    private JsonObject Attachment()
    {
        var attachment = new JsonObject { ["title"] = Text() };
        Maybe(
            attachment,
            "url",
            () =>
                Pick(
                    "Binary/none",
                    "Binary/",
                    "Binary",
                    "http://example.org/x",
                    "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
                    "#x",
                    "x"
                ),
            70
        );
        Maybe(attachment, "contentType", () => Pick("application/pdf", "text/html", "x"), 60);
        return attachment;
    }

    private JsonObject Series()
    {
        var series = new JsonObject { ["uid"] = Uid(), ["modality"] = Coding() };
        Maybe(
            series,
            "instance",
            () =>
                Many(() =>
                    new JsonObject
                    {
                        ["uid"] = Uid(),
                        ["sopClass"] = Coding(),
                        ["extension"] = new JsonArray(Extension()),
                    }
                )
        );
        return series;
    }

    private string Uid() =>
        Chance(80)
            ? "1.2.3." + _random.Next(1000).ToString(CultureInfo.InvariantCulture)
            : Pick("not-a-uid", "..", "1");

    private JsonObject Subject(string patient)
    {
        var roll = _random.Next(100);
        return roll switch
        {
            < 82 => new JsonObject { ["reference"] = patient },
            < 86 => new JsonObject { ["reference"] = patient + "/_history/1" },
            < 90 => new JsonObject { ["display"] = Text() },
            < 94 => new JsonObject { ["reference"] = "Group/none" },
            _ => Reference(patient),
        };
    }

    /// <summary>Anything that exists, exists not, is oneself, or is elsewhere.</summary>
    private JsonObject Reference(string patient) =>
        new()
        {
            ["reference"] = Pick(
                patient,
                _known[_random.Next(_known.Count)],
                "Patient/none",
                "Patient/",
                "Patient",
                "#none",
                "http://example.org/fhir/Patient/1",
                "Observation/" + new string('x', 64),
                "x"
            ),
        };

    public string Text()
    {
        if (Chance(2))
            return string.Concat(Enumerable.Repeat("长 long ", 4000)).Trim();
        return Chance(60) ? Pick(Texts) : $"{Pick(Texts)} {Pick(Texts)}";
    }

    private JsonArray Many(Func<JsonNode> one, int most = 3) =>
        [.. Enumerable.Range(0, _random.Next(1, most + 1)).Select(_ => one())];

    private void Maybe(JsonObject to, string name, Func<JsonNode> value, int percent = 75)
    {
        if (Chance(percent))
            to[name] = value();
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string Pick(params string[] from) => from[_random.Next(from.Length)];
}
