using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Server.Care;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Administration;

/// <summary>What an administrator changes of departments, wards, beds and who works in them: forms.</summary>
public static class UnitForms
{
    public const string Page = "/admin/units";

    public static void MapUnits(this WebApplication app)
    {
        Map(Page, AddAsync);
        Map(Page + "/rename", RenameAsync);
        Map(Page + "/close", CloseAsync);
        Map("/admin/people/{id}/units", MembershipAsync);

        void Map(string address, Delegate answer) =>
            app.MapPost(address, answer)
                .RequireAuthorization(SignInModule.PersonPolicy, Permissions.KeepUnits)
                .RecordedAs(AuditActions.UnitChange);
    }

    /// <summary>The page with one unit open.</summary>
    public static string AddressOf(string unit) => $"{Page}?unit={Uri.EscapeDataString(unit)}";

    private static Task<IResult> AddAsync(
        [FromForm] string? kind,
        [FromForm] string? nameZh,
        [FromForm] string? nameEn,
        [FromForm] string? above,
        [FromServices] CareDirectory directory,
        [FromServices] Accounts accounts,
        HttpContext context
    ) =>
        PeopleForms.DoAsync(
            context,
            accounts,
            string.IsNullOrEmpty(above) ? Page : AddressOf(above),
            async () =>
            {
                if (!Enum.TryParse<CareUnitKind>(kind, out var known) || !Enum.IsDefined(known))
                {
                    throw new AccountRejectedException(
                        new BilingualText("请选择科室、病区或床位。", "Choose department, ward or bed.")
                    );
                }
                var made = await directory.AddAsync(
                    Callers.AccountOf(context.User),
                    known,
                    nameZh,
                    nameEn,
                    string.IsNullOrEmpty(above) ? null : above
                );
                AccessNote.Of(context).Entity = made;
                return $"{AddressOf(string.IsNullOrEmpty(above) ? made : above)}&done=unit-added";
            }
        );

    private static Task<IResult> RenameAsync(
        [FromForm] string? unit,
        [FromForm] string? nameZh,
        [FromForm] string? nameEn,
        [FromServices] CareDirectory directory,
        [FromServices] Accounts accounts,
        HttpContext context
    ) =>
        OfUnitAsync(
            unit,
            accounts,
            context,
            "unit-renamed",
            (actor, one) => directory.RenameAsync(actor, one, nameZh, nameEn)
        );

    private static Task<IResult> CloseAsync(
        [FromForm] string? unit,
        [FromServices] CareDirectory directory,
        [FromServices] Accounts accounts,
        HttpContext context
    ) => OfUnitAsync(unit, accounts, context, "unit-closed", directory.CloseAsync);

    private static Task<IResult> OfUnitAsync(
        string? unit,
        Accounts accounts,
        HttpContext context,
        string done,
        Func<string, string, Task> change
    )
    {
        AccessNote.Of(context).Entity = RequestWords.Plain(unit ?? "");
        return PeopleForms.DoAsync(
            context,
            accounts,
            AddressOf(unit ?? ""),
            async () =>
            {
                await change(Callers.AccountOf(context.User), unit ?? "");
                return $"{AddressOf(unit!)}&done={done}";
            }
        );
    }

    /// <summary>Which Practitioner somebody is and in which units they work.</summary>
    private static Task<IResult> MembershipAsync(
        string id,
        [FromForm] string? practitioner,
        [FromServices] CareDirectory directory,
        [FromServices] PractitionerLinks links,
        [FromServices] Accounts accounts,
        HttpContext context
    ) =>
        PeopleForms.OfOtherAsync(
            id,
            context,
            accounts,
            async (user, page) =>
            {
                // No box that is ticked is no field at all: they work nowhere any more.
                var units = context.Request.Form["units"].OfType<string>().Where(one => one.Length > 0).ToList();
                var actor = Callers.AccountOf(context.User);
                var account = (await accounts.AllAsync()).First(one => one.Id == id);
                var given = practitioner?.Trim() is { Length: > 0 } typed ? typed : null;
                var linked = await directory.PractitionerAsync(actor, account, given);
                await directory.SetUnitsAsync(actor, linked, units);
                if (linked != account.PractitionerId)
                    await links.LinkAsync(user, linked, Callers.ActorOf(context.User));
                AccessNote.Of(context).Reason = $"Practitioner/{linked}: {string.Join(' ', units)}";
                return $"{page}?done=units";
            }
        );
}
