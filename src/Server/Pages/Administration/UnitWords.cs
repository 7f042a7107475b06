using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Administration;

/// <summary>The page of units, and an account's units.</summary>
public static class UnitWords
{
    public static readonly BilingualText Units = new("科室与病区", "Units and teams");
    public static readonly BilingualText Hint = new(
        "一旦有账户在某个科室或病区工作，由它负责的患者病历只对其成员直接开放；其他人须说明理由后打开，并告知隐私管理人员。没有科室负责的患者不受影响。",
        "As soon as an account works in a department or ward, the charts of the patients in its care open to its members only; everybody else opens one with a reason, and the privacy officer is told. Patients in no unit's care are not affected."
    );
    public static readonly BilingualText None = new("还没有科室。", "There are no departments yet.");
    public static readonly BilingualText Unit = new("名称", "Name");
    public static readonly BilingualText Kind = new("类别", "Kind");
    public static readonly BilingualText Members = new("成员", "Members");
    public static readonly BilingualText Beds = new("床位", "Beds");
    public static readonly BilingualText Patients = new("在此患者", "Patients");
    public static readonly BilingualText Change = new("更改", "Change");
    public static readonly BilingualText NoMembers = new("无", "none");
    public static readonly BilingualText NotLinked = new("（无账户）", "(no account)");
    public static readonly BilingualText MembersHint = new(
        "成员在“人员”页中各自的账户下设置。",
        "Members are set at each account, under People."
    );
    public static readonly BilingualText AddDepartment = new("新建科室", "Add a department");
    public static readonly BilingualText AddBelow = new("在其下新建", "Add below it");
    public static readonly BilingualText NameZh = new("中文名称", "Name in Chinese");
    public static readonly BilingualText NameEn = new("英文名称", "Name in English");
    public static readonly BilingualText Add = new("新建", "Add");
    public static readonly BilingualText Rename = new("更改名称", "Change the name");
    public static readonly BilingualText Close = new("关闭", "Close it");
    public static readonly BilingualText CloseHint = new(
        "关闭后其成员关系结束；历史记录保留。有患者在此，或其下仍有开放的病区、床位时不能关闭。",
        "Closing ends its memberships; the history stays. It cannot be closed while a patient lies there or a ward or bed below it is open."
    );
    public static readonly BilingualText WorksIn = new("在以下科室或病区工作", "Works in");
    public static readonly BilingualText Practitioner = new("Practitioner 编号", "Id of the Practitioner");
    public static readonly BilingualText PractitionerHint = new(
        "此人在病历数据中的身份。留空则在保存时新建；如数据由其他系统带入，请填写其编号。",
        "Who this person is in the records. Empty: one is made when you save; where another system brings them, write its id."
    );
    public static readonly BilingualText NoUnits = new("还没有科室或病区：", "There are no units yet:");
    public static readonly BilingualText OfAccount = new("科室与病区", "Units");
    public static readonly BilingualText AddedNow = new("已新建。", "It is made.");
    public static readonly BilingualText RenamedNow = new("名称已更改。", "The name is changed.");
    public static readonly BilingualText ClosedNow = new("已关闭。", "It is closed.");
    public static readonly BilingualText MembershipSaved = new("所属科室已保存。", "The units are saved.");
}
