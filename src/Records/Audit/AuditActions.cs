namespace Xinglin.Records.Audit;

/// <summary>Every kind of entry; <c>docs/conformance/audit.md</c> says where each is recorded.</summary>
public static class AuditActions
{
    public const string Create = "create";
    public const string Update = "update";
    public const string Delete = "delete";
    public const string Read = "read";
    public const string VersionRead = "vread";
    public const string History = "history";
    public const string Search = "search";
    public const string Everything = "everything";
    public const string Bundle = "bundle";
    public const string Page = "page";
    public const string Film = "film";
    public const string Document = "document";

    /// <summary>What hangs on a record was downloaded.</summary>
    public const string Attachment = "attachment";
    public const string Export = "export";
    public const string Import = "import";

    /// <summary>A film was put into the archive.</summary>
    public const string Archive = "archive";
    public const string SignIn = "sign-in";
    public const string SignOut = "sign-out";
    public const string SecondAuthentication = "second-authentication";
    public const string Sign = "sign";
    public const string TokenAdd = "token-add";
    public const string UserAdd = "user-add";
    public const string PasswordReset = "password-reset";
    public const string PasswordChange = "password-change";
    public const string UserClose = "user-close";
    public const string UserOpen = "user-open";
    public const string TokenRevoke = "token-revoke";
    public const string PasskeyAdd = "passkey-add";
    public const string PasskeyRemove = "passkey-remove";
    public const string SessionEnd = "session-end";
    public const string RoleChange = "role-change";
    public const string ModelUse = "model-use";

    /// <summary>A person opened the chart of another team's patient, for a stated reason.</summary>
    public const string BreakGlass = "break-glass";

    /// <summary>The privacy officer looked at such an opening.</summary>
    public const string BreakGlassReview = "break-glass-review";

    /// <summary>A department, ward or bed, or who works in it, was changed at the pages.</summary>
    public const string UnitChange = "unit-change";

    /// <summary>A person said whose a held file is.</summary>
    public const string IdentityDecision = "identity-decision";

    /// <summary>A person put a model to use on wards, or took it out of use.</summary>
    public const string ModelPromotion = "model-promotion";

    /// <summary>The settings of the hospital are changed.</summary>
    public const string SettingsChange = "settings-change";

    /// <summary>A backup is begun at the page.</summary>
    public const string Backup = "backup";
    public const string Command = "command";
    public const string Start = "start";
    public const string Stop = "stop";
    public const string KeyRotation = "key-rotation";

    /// <summary>An address that nothing is served at, or a method that is not.</summary>
    public const string Unknown = "unknown";

    /// <summary>What is no request, or more than one may be: the web server rejected it before it was known what it asks.</summary>
    public const string Malformed = "malformed";

    /// <summary>The trail's file can be written again.</summary>
    public const string Restored = "trail-restored";

    /// <summary>Bookkeeping of the trail itself, not counted: the other file's head was noted.</summary>
    public const string Head = "head";

    /// <summary>Bookkeeping, not counted: the chain ends here, at a new month or when its process stops.</summary>
    public const string Close = "close";

    /// <summary>Bookkeeping, not counted: what lay in the file before this trail began.</summary>
    public const string Before = "before";

    /// <summary>Bookkeeping, not counted: the state of the accounts before and after a change.</summary>
    public const string Accounts = "accounts";

    public static readonly IReadOnlyList<string> All =
    [
        Read,
        VersionRead,
        History,
        Search,
        Everything,
        Bundle,
        Create,
        Update,
        Delete,
        Page,
        Film,
        Document,
        Attachment,
        Export,
        Import,
        Archive,
        SignIn,
        SignOut,
        SecondAuthentication,
        Sign,
        TokenAdd,
        UserAdd,
        PasswordReset,
        PasswordChange,
        UserClose,
        UserOpen,
        TokenRevoke,
        PasskeyAdd,
        PasskeyRemove,
        SessionEnd,
        RoleChange,
        ModelUse,
        BreakGlass,
        BreakGlassReview,
        UnitChange,
        IdentityDecision,
        ModelPromotion,
        SettingsChange,
        Backup,
        Command,
        Start,
        Stop,
        KeyRotation,
        Unknown,
        Malformed,
        Restored,
    ];

    /// <summary>Whether entries of this kind are the trail's own bookkeeping.</summary>
    public static bool IsBookkeeping(string action) => action is Head or Close or Before or Accounts;
}
