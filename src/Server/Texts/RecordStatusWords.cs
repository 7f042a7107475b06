using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>The states that FHIR R4 gives its resources, in words.</summary>
public static class RecordStatusWords
{
    private const string Withdrawn = "entered-in-error";

    private static readonly Dictionary<string, BilingualText> Names = new(StringComparer.Ordinal)
    {
        [Withdrawn] = ReportStatusWords.Withdrawn,
        ["active"] = new("有效", "active"),
        ["inactive"] = new("失效", "inactive"),
        ["completed"] = new("已完成", "completed"),
        ["not-done"] = new("未执行", "not done"),
        ["final"] = new("最终", "final"),
        ["amended"] = new("已修订", "amended"),
        ["corrected"] = new("已更正", "corrected"),
        ["appended"] = new("已补充", "appended"),
        ["preliminary"] = new("初步", "preliminary"),
        ["registered"] = new("已登记，尚无结果", "registered, no result yet"),
        ["partial"] = new("部分", "partial"),
        ["current"] = new("现行", "current"),
        ["superseded"] = new("已被取代", "superseded"),
        ["draft"] = new("草稿", "draft"),
        ["proposed"] = new("建议", "proposed"),
        ["planned"] = new("计划中", "planned"),
        ["pending"] = new("待定", "pending"),
        ["preparation"] = new("准备中", "in preparation"),
        ["in-progress"] = new("进行中", "in progress"),
        ["accepted"] = new("已接受", "accepted"),
        ["rejected"] = new("已拒绝", "rejected"),
        ["declined"] = new("已谢绝", "declined"),
        ["tentative"] = new("暂定", "tentative"),
        ["needs-action"] = new("待处理", "needs action"),
        ["booked"] = new("已预约", "booked"),
        ["arrived"] = new("已到达", "arrived"),
        ["checked-in"] = new("已签到", "checked in"),
        ["triaged"] = new("已分诊", "triaged"),
        ["fulfilled"] = new("已履行", "fulfilled"),
        ["noshow"] = new("未到", "did not come"),
        ["waitlist"] = new("候诊名单", "waiting list"),
        ["onleave"] = new("暂离", "on leave"),
        ["finished"] = new("已结束", "finished"),
        ["on-hold"] = new("暂停", "on hold"),
        ["suspended"] = new("暂停", "suspended"),
        ["stopped"] = new("已停止", "stopped"),
        ["ended"] = new("已结束", "ended"),
        ["cancelled"] = new("已取消", "cancelled"),
        ["abandoned"] = new("已放弃", "abandoned"),
        ["revoked"] = new("已撤销", "revoked"),
        ["requested"] = new("已申请", "requested"),
        ["received"] = new("已收到", "received"),
        ["ready"] = new("就绪", "ready"),
        ["failed"] = new("失败", "failed"),
        ["retired"] = new("已停用", "retired"),
        ["available"] = new("可用", "available"),
        ["unavailable"] = new("不可用", "unavailable"),
        ["unsatisfactory"] = new("不合格", "unsatisfactory"),
        ["intended"] = new("拟用", "intended"),
        ["not-taken"] = new("未服用", "not taken"),
        ["health-unknown"] = new("健康状况不明", "health unknown"),
        ["resolved"] = new("已缓解", "resolved"),
        ["recurrence"] = new("复发", "recurrence"),
        ["relapse"] = new("复发", "relapse"),
        ["remission"] = new("缓解", "remission"),
        ["issued"] = new("已开具", "issued"),
        ["balanced"] = new("已结清", "balanced"),
        ["billable"] = new("可计费", "billable"),
        ["not-billable"] = new("不计费", "not billable"),
        ["billed"] = new("已计费", "billed"),
        ["aborted"] = new("已中止", "aborted"),
        ["confirmed"] = new("已确认", "confirmed"),
        ["unconfirmed"] = new("未确认", "unconfirmed"),
        ["presumed"] = new("推定", "presumed"),
        ["provisional"] = new("初步诊断，未确定", "provisional"),
        ["differential"] = new("鉴别诊断之一", "differential: one of several possibilities"),
        ["refuted"] = new("已排除", "refuted"),
        ["unknown"] = new("状态不明", "status unknown"),
    };

    public static bool IsWithdrawn(string? code) => code == Withdrawn;

    /// <summary>The words of a state; a code that is none of FHIR's is as it was sent.</summary>
    public static BilingualText Of(string code) => Names.GetValueOrDefault(code) ?? new(code, code);
}
