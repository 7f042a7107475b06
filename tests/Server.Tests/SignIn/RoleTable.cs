using System.Text;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Tests.SignIn;

/// <summary>Who may reach an address: everybody, everybody who is signed in, or whoever a permission allows.</summary>
/// <param name="Sample">An address to ask for; nothing has to be there.</param>
/// <param name="Permission">One of <see cref="Permissions"/>; null for whoever is signed in, <see cref="Everybody"/> for all.</param>
/// <param name="Fhir">The scope that an address below <c>/fhir</c> needs; empty where none is needed.</param>
internal sealed record Door(
    string Method,
    string Address,
    string Sample,
    string? Permission,
    bool PersonOnly = false,
    string? Fhir = null
)
{
    public const string Everybody = "everybody";
}

/// <summary>Every address of the server and what it needs, and the role table that is written from it.</summary>
internal static class RoleTable
{
    public static readonly IReadOnlyList<Door> Doors =
    [
        new("GET", "/health/live", "/health/live", Door.Everybody),
        new("GET", "/health/ready", "/health/ready", Door.Everybody),
        new("GET", "/sign-in", "/sign-in", Door.Everybody),
        new("POST", "/sign-in", "/sign-in", Door.Everybody),
        new("POST", "/sign-in/passkey/options", "/sign-in/passkey/options", Door.Everybody),
        new("POST", "/sign-in/passkey", "/sign-in/passkey", Door.Everybody),
        new("POST", "/sign-out", "/sign-out", null),
        new("GET", "/language", "/language?to=en", null, PersonOnly: true),
        new("GET", "/error", "/error", null, PersonOnly: true),
        new("GET", "/not-found", "/not-found", null, PersonOnly: true),
        new("GET", "/{*path:nonfile}", "/no/such/page", null, PersonOnly: true),
        new("GET", "/{**path:file}", "/no-such.css", null),
        new("GET", "/_blazor", "/_blazor", null, PersonOnly: true),
        new("POST", "/_blazor/negotiate", "/_blazor/negotiate?negotiateVersion=1", null, PersonOnly: true),
        new("POST", "/_blazor/disconnect", "/_blazor/disconnect", null, PersonOnly: true),
        new("GET", "/_blazor/initializers", "/_blazor/initializers", null, PersonOnly: true),
        new("GET", "/_framework/opaque-redirect", "/_framework/opaque-redirect", null, PersonOnly: true),
        new("GET", "/", "/", Permissions.Worklist, PersonOnly: true),
        new("GET", "/search", "/search?q=x", Permissions.Worklist, PersonOnly: true),
        new("GET", "/patients/{Id}", "/patients/p", Permissions.ReadCharts, PersonOnly: true),
        new("GET", "/patients/{Id}/access", "/patients/p/access", Permissions.ReadPatientTrail, PersonOnly: true),
        new("GET", "/patients/{Id}/break-glass", "/patients/p/break-glass", Permissions.BreakGlass, PersonOnly: true),
        new("POST", "/patients/{id}/break-glass", "/patients/p/break-glass", Permissions.BreakGlass, PersonOnly: true),
        new("GET", "/patients/{Id}/team", "/patients/p/team", Permissions.KeepTeams, PersonOnly: true),
        new("POST", "/patients/{id}/team", "/patients/p/team", Permissions.KeepTeams, PersonOnly: true),
        new("GET", "/records/{Type}/{Id}", "/records/Patient/p", Permissions.ReadCharts, PersonOnly: true),
        new("GET", "/drafts/{Id}", "/drafts/d", Permissions.ReadCharts, PersonOnly: true),
        new("POST", "/drafts/{id}/signature", "/drafts/d/signature", Permissions.Sign, PersonOnly: true),
        new(
            "POST",
            "/drafts/{id}/signature/challenge",
            "/drafts/d/signature/challenge",
            Permissions.Sign,
            PersonOnly: true
        ),
        new("GET", "/studies/{Id}", "/studies/s", Permissions.ReadStudies, PersonOnly: true),
        new("GET", "/models", "/models", Permissions.ReadModels, PersonOnly: true),
        new("GET", "/import", "/import", Permissions.Import, PersonOnly: true),
        new("POST", "/api/import", "/api/import", Permissions.Import),
        new("GET", "/held", "/held", Permissions.DecideIdentity, PersonOnly: true),
        new("GET", "/api/held", "/api/held", Permissions.DecideIdentity, PersonOnly: true),
        new("POST", "/api/held/{id}", "/api/held/h", Permissions.DecideIdentity, PersonOnly: true),
        new("GET", "/account", "/account", null, PersonOnly: true),
        new("POST", "/account/password", "/account/password", null, PersonOnly: true),
        new("POST", "/account/passkeys/options", "/account/passkeys/options", null, PersonOnly: true),
        new("POST", "/account/passkeys", "/account/passkeys", null, PersonOnly: true),
        new("POST", "/account/passkeys/remove", "/account/passkeys/remove", null, PersonOnly: true),
        new("POST", "/account/sessions/end", "/account/sessions/end", null, PersonOnly: true),
        new("POST", "/account/tokens/revoke", "/account/tokens/revoke", null, PersonOnly: true),
        new("GET", "/first-run", "/first-run", Door.Everybody),
        new("POST", "/first-run", "/first-run", Door.Everybody),
        new("GET", "/admin", "/admin", Permissions.SeeOperation, PersonOnly: true),
        new("POST", "/admin/backup", "/admin/backup", Permissions.KeepSettings, PersonOnly: true),
        new("GET", "/admin/settings", "/admin/settings", Permissions.KeepSettings, PersonOnly: true),
        new("POST", "/admin/settings", "/admin/settings", Permissions.KeepSettings, PersonOnly: true),
        new("GET", "/admin/people", "/admin/people", Permissions.KeepPeople, PersonOnly: true),
        new("POST", "/admin/people", "/admin/people", Permissions.KeepPeople, PersonOnly: true),
        new("GET", "/admin/people/{Id}", "/admin/people/x", Permissions.KeepPeople, PersonOnly: true),
        new("POST", "/admin/people/{id}/roles", "/admin/people/x/roles", Permissions.KeepPeople, PersonOnly: true),
        new(
            "POST",
            "/admin/people/{id}/password",
            "/admin/people/x/password",
            Permissions.KeepPeople,
            PersonOnly: true
        ),
        new(
            "POST",
            "/admin/people/{id}/sessions",
            "/admin/people/x/sessions",
            Permissions.KeepPeople,
            PersonOnly: true
        ),
        new("POST", "/admin/people/{id}/close", "/admin/people/x/close", Permissions.KeepPeople, PersonOnly: true),
        new("POST", "/admin/people/{id}/open", "/admin/people/x/open", Permissions.KeepPeople, PersonOnly: true),
        new("POST", "/admin/people/{id}/units", "/admin/people/x/units", Permissions.KeepUnits, PersonOnly: true),
        new("GET", "/admin/units", "/admin/units", Permissions.KeepUnits, PersonOnly: true),
        new("POST", "/admin/units", "/admin/units", Permissions.KeepUnits, PersonOnly: true),
        new("POST", "/admin/units/rename", "/admin/units/rename", Permissions.KeepUnits, PersonOnly: true),
        new("POST", "/admin/units/close", "/admin/units/close", Permissions.KeepUnits, PersonOnly: true),
        new("GET", "/admin/access", "/admin/access", Permissions.KeepPeople, PersonOnly: true),
        new("POST", "/admin/tokens", "/admin/tokens", Permissions.KeepPeople, PersonOnly: true),
        new("POST", "/admin/tokens/revoke", "/admin/tokens/revoke", Permissions.KeepPeople, PersonOnly: true),
        new("GET", "/audit", "/audit", Permissions.ReadTrail, PersonOnly: true),
        new("GET", "/audit/export", "/audit/export", Permissions.ReadTrail, PersonOnly: true),
        new("GET", "/audit/break-glass", "/audit/break-glass", Permissions.ReviewBreakGlass, PersonOnly: true),
        new("POST", "/audit/break-glass/{id}", "/audit/break-glass/b", Permissions.ReviewBreakGlass, PersonOnly: true),
        new(
            "GET",
            "/audit/break-glass/export",
            "/audit/break-glass/export",
            Permissions.ReviewBreakGlass,
            PersonOnly: true
        ),
        new("GET", "/files/documents/{id}", "/files/documents/d", Permissions.ReadCharts),
        new(
            "GET",
            "/files/attachments/{type}/{id}/{number:int}",
            "/files/attachments/Media/m/0",
            Permissions.ReadCharts
        ),
        new("GET", "/files/frames/{sop}", "/files/frames/1.2", Permissions.ReadStudies),
        new("GET", "/files/frames/{sop}/pixels", "/files/frames/1.2/pixels", Permissions.ReadStudies),
        new("GET", "/files/frames/{sop}/thumbnail", "/files/frames/1.2/thumbnail", Permissions.ReadStudies),
        new("GET", "/fhir/metadata", "/fhir/metadata", Permissions.UseFhir, Fhir: ""),
        new("POST", "/fhir", "/fhir", Permissions.UseFhir, Fhir: "system/*.cruds"),
        new("GET", "/fhir/{type}/{id}", "/fhir/Observation/o", Permissions.UseFhir, Fhir: "system/Observation.r"),
        new(
            "GET",
            "/fhir/{type}/{id}/_history",
            "/fhir/Observation/o/_history",
            Permissions.UseFhir,
            Fhir: "system/Observation.r"
        ),
        new(
            "GET",
            "/fhir/{type}/{id}/_history/{version}",
            "/fhir/Observation/o/_history/1",
            Permissions.UseFhir,
            Fhir: "system/Observation.r"
        ),
        new(
            "GET",
            "/fhir/Patient/{id}/$everything",
            "/fhir/Patient/p/$everything",
            Permissions.UseFhir,
            Fhir: "system/*.rs"
        ),
        new("POST", "/fhir/{type}", "/fhir/Observation", Permissions.UseFhir, Fhir: "system/Observation.c"),
        new("PUT", "/fhir/{type}/{id}", "/fhir/Observation/o", Permissions.UseFhir, Fhir: "system/Observation.u"),
        new("DELETE", "/fhir/{type}/{id}", "/fhir/Observation/o", Permissions.UseFhir, Fhir: "system/Observation.d"),
        new("GET", "/fhir/{type}", "/fhir/Observation", Permissions.UseFhir, Fhir: "system/Observation.s"),
        new("POST", "/fhir/{type}/_search", "/fhir/Observation/_search", Permissions.UseFhir, Fhir: "system/*.rs"),
        new("GET", "/fhir/{**rest}", "/fhir/a/b/c/d/e", Permissions.UseFhir, Fhir: ""),
        new("GET", "/api/{**rest}", "/api/nothing", null),
        new("GET", "/files/{**rest}", "/files/nothing", null),
        new("GET", "/dicom-web/{**rest}", "/dicom-web/nothing", null),
        new("GET", "/health/{**rest}", "/health/nothing", null),
    ];

    /// <summary>Whether somebody with these roles, and a program with these scopes, is let through.</summary>
    public static bool IsOpen(Door door, IReadOnlyCollection<string> roles, string? scopes = null)
    {
        if (door.Permission == Door.Everybody)
            return true;
        if (scopes is not null && door.PersonOnly)
            return false;
        if (door.Permission is null)
            return true;
        if (door.Fhir is { } fhir)
            return fhir.Length == 0 || (Held(roles).Hold(fhir) && (scopes is null || Scopes.Parse(scopes).Hold(fhir)));
        var row = Permissions.Of(door.Permission);
        return row.Roles.Any(roles.Contains)
            && (scopes is null || (row.Scope is { } scope && Scopes.Parse(scopes).Hold(scope)));
    }

    private static Scopes Held(IEnumerable<string> roles) =>
        Scopes.Parse(string.Join(' ', roles.Select(role => FhirRights.ByRole.GetValueOrDefault(role, ""))));

    /// <summary>The role table in one language, as it lies in <c>docs</c>.</summary>
    public static string Document(string language)
    {
        var zh = language == "zh-CN";
        string Say(string chinese, string english) => zh ? chinese : english;
        string In(BilingualText text) => text.In(language);
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        void Row(IEnumerable<string> cells) => Line("| " + string.Join(" | ", cells) + " |");
        void Head(IReadOnlyList<string> cells)
        {
            Row(cells);
            Row(cells.Select(_ => "---"));
        }

        var roles = Roles.All;
        Line(Say("# 谁可以做什么", "# Who may do what"));
        Line();
        Line(Say("[English](roles.md)", "[中文](roles.zh-CN.md)"));
        Line();
        Line(
            Say(
                "本页由测试 `RoleTests` 生成（`XINGLIN_WRITE_ROLES=yes`），并由它对每个地址、每种角色与每种令牌范围逐一核对。规则在 `src/Server/SignIn/Permissions.cs` 与 `FhirRights.cs`。",
                "The test `RoleTests` writes this page (`XINGLIN_WRITE_ROLES=yes`) and tries every address with every role and every scope of a token. The rules stand in `src/Server/SignIn/Permissions.cs` and `FhirRights.cs`."
            )
        );
        Line();
        Line(
            Say(
                "一个账户可有多种角色，其权限为各角色之和；没有已知角色的账户不能进行任何操作，并会得到说明。账户、角色与令牌由 `administrator` 在“管理”页中管理，或在服务器上用 `xinglin user add`、`xinglin user roles`、`xinglin token` 管理：能登录服务器并读写数据文件夹的人即可使用命令，审计记录其系统用户名。此前信息科凭同样的命令新建账户，现仍可如此；`administrator` 是为此设立的角色。",
                "An account may have several roles and may do what any of them may; an account without a role that the program knows may do nothing and is told so. Accounts, roles and tokens are kept by an `administrator` in the page of administration, or on the server's own command line (`xinglin user add`, `xinglin user roles`, `xinglin token`): whoever may sign in there and write the data folder may use it, and the trail records the system's user. Informatics made accounts by these commands before and may still; `administrator` is the role for those who do."
            )
        );
        Line();
        Line(Say("## 权限", "## Permissions"));
        Line();
        Head([Say("可以……", "may …"), .. roles.Select(role => In(Roles.Name(role)))]);
        foreach (var one in Permissions.All)
            Row([In(one.What), .. roles.Select(role => Mark(one.Roles.Contains(role)))]);
        Line();
        Line(Say("## FHIR 接口", "## The FHIR interface"));
        Line();
        Line(
            Say(
                "字母：c 新建，r 读取，u 更新，d 删除，s 检索。跨类型的检索（`_include`、链式参数、`_has`、`POST _search`）与 `$everything` 需要 `system/*.rs`，批处理与事务需要 `system/*.cruds`。",
                "Letters: c create, r read, u update, d delete, s search. A search that reaches into other types (`_include`, chained parameters, `_has`, `POST _search`) and `$everything` need `system/*.rs`; a batch or transaction needs `system/*.cruds`."
            )
        );
        Line();
        Head([Say("角色", "role"), Say("范围", "scope")]);
        foreach (var role in roles)
            Row([In(Roles.Name(role)), FhirRights.ByRole.TryGetValue(role, out var held) ? $"`{held}`" : "–"]);
        Line();
        Line(Say("## 每个地址", "## Every address"));
        Line();
        Line(
            Say(
                "“令牌”一列：程序的令牌须具有的范围，其账户的角色也须允许；“–”表示只限登录的人员。",
                "The column “token”: the scope that a program's token must hold, and its account's roles must allow it as well; “–” is for persons who are signed in only."
            )
        );
        Line();
        Head([
            Say("地址", "address"),
            .. roles.Select(role => In(Roles.Name(role))),
            Say("令牌", "token"),
            Say("未登录", "nobody"),
        ]);
        foreach (var door in Doors)
        {
            var scope =
                door.PersonOnly ? "–"
                : door.Fhir is { Length: > 0 } fhir
                    ? $"`{fhir.Replace("Observation", "TYPE", StringComparison.Ordinal)}`"
                : door.Permission is null or Door.Everybody || door.Fhir is not null ? Say("任意", "any")
                : Permissions.Of(door.Permission).Scope is { } needed ? $"`{needed}`"
                : "–";
            Row([
                $"`{door.Method} {door.Address}`",
                .. roles.Select(role => Cell(door, role)),
                scope,
                Mark(door.Permission == Door.Everybody),
            ]);
        }
        Line();
        Line(
            Say(
                "O：仅限该角色 FHIR 范围内的类型。谁能以何种身份签署哪类文书，另见数据文件 `signing-rules.json`（[安全](security.md)）。",
                "O: with the types of the role's FHIR scope only. Who may sign which document as what is said by the data file `signing-rules.json` as well ([security](security.md))."
            )
        );
        return text.ToString();
    }

    private static string Cell(Door door, string role)
    {
        if (door.Fhir is not { Length: > 0 } fhir)
            return Mark(IsOpen(door, [role]));
        if (Held([role]).Hold(fhir.Replace("Observation", "*", StringComparison.Ordinal)))
            return "✓";
        var types = FhirRights
            .ByRole.GetValueOrDefault(role, "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(scope => scope["system/".Length..].Split('.')[0]);
        return types.Any(type => Held([role]).Hold(fhir.Replace("Observation", type, StringComparison.Ordinal)))
            ? "O"
            : "";
    }

    private static string Mark(bool yes) => yes ? "✓" : "";
}
