using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>
/// What says who cares for whom, and so whose chart a person may open: visits, care teams, units, who works in them, and the links of
/// patients. A person with a session does not change what another said of that: the system that sends it does, or the pages of this program.
/// </summary>
public static class CareClaims
{
    /// <summary>Whether new content, or a deletion, from a person with a session would change what somebody else said.</summary>
    /// <param name="by">Who made the version that is there.</param>
    /// <param name="before">What is there.</param>
    /// <param name="after">Null for a deletion.</param>
    public static WriteRejectedException? Check(Origin origin, Authorship by, Resource before, Resource? after)
    {
        if (origin.Kind != OriginKind.Sender || (by.Kind == OriginKind.Sender && by.Actor == origin.Actor))
            return null;
        if (Of(before) is not { } said || (after is not null && said.IsExactly(Of(after))))
            return null;
        // A patient whom nobody has assigned or linked is no claim.
        if (before is Patient && said.IsExactly(new Patient()) && after is null)
            return null;
        var (type, id) = (before.TypeName, before.Id!);
        return new(
            RejectionKind.Forbidden,
            type,
            id,
            new(
                $"{type}/{id} 说明患者由谁负责，由发送它的系统（令牌）、命令行或科室页面维护；登录的人员不能经接口或上传更改他人所写的内容。",
                $"{type}/{id} says who cares for a patient. The system that sends it (by its token), the command line or the pages of units keep it: a person's session or upload does not change what another said."
            )
        );
    }

    /// <summary>The elements of a resource that say it; null where its type says nothing of it.</summary>
    private static Resource? Of(Resource resource) =>
        resource switch
        {
            Patient patient => new Patient
            {
                Link = patient.Link,
                ManagingOrganization = patient.ManagingOrganization,
                GeneralPractitioner = patient.GeneralPractitioner,
            },
            Encounter visit => new Encounter
            {
                StatusElement = visit.StatusElement,
                Subject = visit.Subject,
                ServiceProvider = visit.ServiceProvider,
                Location = visit.Location,
                Participant = visit.Participant,
                Period = visit.Period,
            },
            CareTeam team => new CareTeam
            {
                StatusElement = team.StatusElement,
                Subject = team.Subject,
                ManagingOrganization = team.ManagingOrganization,
                Participant = team.Participant,
                Period = team.Period,
            },
            PractitionerRole role => new PractitionerRole
            {
                ActiveElement = role.ActiveElement,
                Practitioner = role.Practitioner,
                Organization = role.Organization,
                Location = role.Location,
                Period = role.Period,
            },
            Organization unit => new Organization { PartOf = unit.PartOf },
            Location place => new Location { PartOf = place.PartOf, ManagingOrganization = place.ManagingOrganization },
            _ => null,
        };
}
