using Hl7.Fhir.Model;
using Xinglin.Learning.Randomness;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Codes;

namespace Xinglin.Synthesis.Patients;

/// <summary>The growing record of one synthetic patient.</summary>
internal sealed class SyntheticChart(string patientId, PatientProfile profile, DateTimeOffset now)
{
    private readonly List<Resource> _resources = [];

    public string PatientId => patientId;
    public PatientProfile Profile => profile;

    /// <summary>Local time at which the demonstration plays.</summary>
    public DateTimeOffset Now => now;

    public SyntheticName Name { get; private set; } = null!;

    /// <summary>Date of birth, at midnight.</summary>
    public DateTime Born { get; private set; }
    public ResourceReference Subject => new($"Patient/{patientId}");

    /// <summary>First day of the home readings.</summary>
    public DateTimeOffset HomeStart => new(now.Date.AddDays(1 - profile.HomeDays), now.Offset);

    /// <summary>Adds a resource under the id <c>patient-kind-number</c> and marks it as synthetic.</summary>
    public T Add<T>(T resource, string kind)
        where T : Resource
    {
        resource.Id ??= $"{patientId}-{kind}";
        _resources.Add(Labels.MarkSynthetic(resource));
        return resource;
    }

    public void AddPerson(SyntheticName name, SeededRandom random)
    {
        Name = name;
        Born = now.Date.AddYears(-profile.Age).AddDays(-1 - random.Next(360));
        Add(
            new Patient
            {
                Id = patientId,
                Active = true,
                Identifier = [new Identifier(CodeSystems.PatientNumber, patientId)],
                Name =
                [
                    Written(HumanName.NameUse.Official, "zh-CN", name.Zh, name.FamilyZh, name.GivenZh),
                    Written(
                        HumanName.NameUse.Usual,
                        "en",
                        $"{name.GivenEn} {name.FamilyEn}",
                        name.FamilyEn,
                        name.GivenEn
                    ),
                ],
                Gender = profile.Female ? AdministrativeGender.Female : AdministrativeGender.Male,
                BirthDateElement = new Date(Born.Year, Born.Month, Born.Day),
                Address =
                [
                    new Address
                    {
                        City = "杏林市",
                        District = $"示范区{random.Next(1, 9)}号",
                        Country = "CN",
                    },
                ],
            },
            "patient"
        );
    }

    /// <summary>Problems, medicines, allergies and encounters of the past year.</summary>
    public void AddHistory(SeededRandom random) => ClinicalHistory.AddTo(this, random);

    /// <summary>All of it as one transaction.</summary>
    public Bundle ToBundle() =>
        Labels.MarkSynthetic(
            new Bundle
            {
                Id = $"{patientId}-bundle",
                Type = Bundle.BundleType.Transaction,
                Timestamp = now,
                Entry = _resources
                    .Select(r => new Bundle.EntryComponent
                    {
                        FullUrl = $"{CodeSystems.Base}{r.TypeName}/{r.Id}",
                        Resource = r,
                        Request = new Bundle.RequestComponent
                        {
                            Method = Bundle.HTTPVerb.PUT,
                            Url = $"{r.TypeName}/{r.Id}",
                        },
                    })
                    .ToList(),
            }
        );

    private static HumanName Written(HumanName.NameUse use, string language, string text, string family, string given)
    {
        var name = new HumanName
        {
            Use = use,
            Text = text,
            Family = family,
            Given = [given],
        };
        name.AddExtension("http://hl7.org/fhir/StructureDefinition/language", new Code(language));
        return name;
    }
}
