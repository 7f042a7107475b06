using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;

namespace Xinglin.Server.Tests.Pages.Records;

/// <summary>The least that a resource of each type of FHIR R4's patient compartment can be: an id and whose it is.</summary>
public static class PatientResources
{
    // The Patient is the chart itself; an AuditEvent is never taken: the server writes its own trail.
    public static IEnumerable<string> Types =>
        Compartments.OfPatient.Keys.Where(type => type is not ("Patient" or "AuditEvent")).Order();

    public static Resource Least(string type, string id, string patient)
    {
        var who = new ResourceReference("Patient/" + patient);
        Resource made = type switch
        {
            "Appointment" => new Appointment { Participant = [new() { Actor = who }] },
            "AppointmentResponse" => new AppointmentResponse { Actor = who },
            "EnrollmentRequest" => new EnrollmentRequest { Candidate = who },
            "Group" => new Group { Member = [new() { Entity = who }] },
            "Person" => new Hl7.Fhir.Model.Person { Link = [new() { Target = who }] },
            "Provenance" => new Provenance { Target = [who] },
            "Schedule" => new Schedule { Actor = [who] },
            "SupplyRequest" => new SupplyRequest { DeliverTo = who },
            _ => Owned(type, who),
        };
        made.Id = id;
        return made;
    }

    private static Resource Owned(string type, ResourceReference who)
    {
        var resource = (Resource)Activator.CreateInstance(ModelInfo.GetTypeForFhirType(type)!)!;
        var property = new[] { "Subject", "Patient", "Beneficiary", "Individual" }
            .Select(name => resource.GetType().GetProperty(name))
            .First(found => found is not null)!;
        property.SetValue(
            resource,
            property.PropertyType == typeof(ResourceReference) ? who : new List<ResourceReference> { who }
        );
        return resource;
    }
}
