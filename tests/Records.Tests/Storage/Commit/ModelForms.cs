using Hl7.Fhir.Model;
using static Xinglin.Records.Tests.Storage.Commit.ClaimForms;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>A model of this server as who made something, and as what is merely mentioned.</summary>
internal static class ModelForms
{
    public static TheoryData<string, string> Performed =>
        new()
        {
            {
                "risk",
                Text(
                    new RiskAssessment
                    {
                        Id = "f1",
                        Status = ObservationStatus.Final,
                        Subject = new("Patient/p1"),
                        Performer = Model(),
                    }
                )
            },
            {
                "provenance",
                Text(
                    new Provenance
                    {
                        Id = "f1",
                        Target = [new("Observation/o9")],
                        Recorded = DateTimeOffset.UnixEpoch,
                        Agent = [new() { Who = Model() }],
                    }
                )
            },
            {
                "observation-device",
                Text(
                    new Observation
                    {
                        Id = "f1",
                        Status = ObservationStatus.Final,
                        Code = new() { Text = "x" },
                        Device = Model(),
                    }
                )
            },
            {
                "observation-performer",
                Text(
                    new Observation
                    {
                        Id = "f1",
                        Status = ObservationStatus.Final,
                        Code = new() { Text = "x" },
                        Performer = [Model()],
                    }
                )
            },
            {
                "report-performer",
                Text(
                    new DiagnosticReport
                    {
                        Id = "f1",
                        Status = DiagnosticReport.DiagnosticReportStatus.Final,
                        Code = new() { Text = "x" },
                        Performer = [Model()],
                    }
                )
            },
            {
                "report-interpreter",
                Text(
                    new DiagnosticReport
                    {
                        Id = "f1",
                        Status = DiagnosticReport.DiagnosticReportStatus.Final,
                        Code = new() { Text = "x" },
                        ResultsInterpreter = [Model()],
                    }
                )
            },
            {
                "composition-author",
                Text(
                    new Composition
                    {
                        Id = "f1",
                        Status = CompositionStatus.Final,
                        Type = new() { Text = "x" },
                        Date = "2026-05-01",
                        Title = "x",
                        Author = [Model()],
                    }
                )
            },
            {
                "document-author",
                Text(
                    new DocumentReference
                    {
                        Id = "f1",
                        Status = DocumentReferenceStatus.Current,
                        Author = [Model()],
                        Content = [new() { Attachment = new() { Url = "https://o.example/1" } }],
                    }
                )
            },
            {
                "author-by-identifier",
                Text(
                    new DocumentReference
                    {
                        Id = "f1",
                        Status = DocumentReferenceStatus.Current,
                        Author = [new() { Type = "Device", Identifier = new(null, "model-chest-1") }],
                        Content = [new() { Attachment = new() { Url = "https://o.example/1" } }],
                    }
                )
            },
            {
                "author-at-another-name",
                Text(
                    new DocumentReference
                    {
                        Id = "f1",
                        Status = DocumentReferenceStatus.Current,
                        Author = [new("https://h/fhir/Device/model-never-made/_history/3")],
                        Content = [new() { Attachment = new() { Url = "https://o.example/1" } }],
                    }
                )
            },
            {
                "author-of-a-note",
                Text(
                    new Observation
                    {
                        Id = "f1",
                        Status = ObservationStatus.Final,
                        Code = new() { Text = "x" },
                        Note = [new() { Text = new("x"), Author = new ResourceReference("Device/model-chest-1") }],
                    }
                )
            },
        };

    public static TheoryData<string, string> Mentions =>
        new()
        {
            {
                "list",
                Text(
                    new List
                    {
                        Id = "f1",
                        Status = List.ListStatus.Current,
                        Mode = ListMode.Working,
                        Entry = [new() { Item = Model() }, new() { Item = new(Ours) }],
                    }
                )
            },
            { "source", Text(Revision(Provenance.ProvenanceEntityRole.Source)) },
            {
                "asked",
                Text(
                    new ServiceRequest
                    {
                        Id = "f1",
                        Status = RequestStatus.Active,
                        Intent = RequestIntent.Order,
                        Subject = new("Patient/p1"),
                        Performer = [Model()],
                    }
                )
            },
            {
                "named-alike",
                Text(
                    new Observation
                    {
                        Id = "f1",
                        Status = ObservationStatus.Final,
                        Code = new() { Text = "x" },
                        Performer =
                        [
                            new() { Display = "Model-3 analyser", Identifier = new("http://h/devices", "MODEL-100") },
                        ],
                    }
                )
            },
            { "read-elsewhere", Report(new Extension("urn:x-see", new ResourceReference(Ours))) },
            {
                "based-on",
                Text(
                    new Observation
                    {
                        Id = "f1",
                        Status = ObservationStatus.Final,
                        Code = new() { Text = "x" },
                        DerivedFrom = [new("Observation/o1")],
                    }
                )
            },
        };
}
