using System.Text.RegularExpressions;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Findings;

/// <summary>
/// A DICOM Study Description (0008,1030), which is free text of the modality and mostly English, in the reader's language:
/// <c>Chest PA</c> → 胸部后前位. Only when every word is known; otherwise the sender's words stand unaltered.
/// </summary>
/// <remarks>
/// Body parts and views are those of DICOM PS3.16 (CID 4031 Common Anatomic Regions, CID 4010 DX View), written as
/// modalities write them.
/// </remarks>
public static partial class StudyNames
{
    /// <summary>In which place of the Chinese name a word is.</summary>
    private enum Place
    {
        Manner,
        Side,
        Part,
        View,
        Modality,
        Contrast,
        Nothing,
    }

    private static readonly Dictionary<string, (Place Place, string Zh)> Known = Read(
        """
        portable|Manner|床旁
        bedside|Manner|床旁
        left|Side|左侧
        lt|Side|左侧
        right|Side|右侧
        rt|Side|右侧
        bilateral|Side|双侧
        chest|Part|胸部
        thorax|Part|胸部
        head|Part|头部
        skull|Part|头颅
        brain|Part|颅脑
        neck|Part|颈部
        abdomen|Part|腹部
        pelvis|Part|骨盆
        cspine|Part|颈椎
        tspine|Part|胸椎
        lspine|Part|腰椎
        shoulder|Part|肩关节
        elbow|Part|肘关节
        wrist|Part|腕关节
        hand|Part|手
        hip|Part|髋关节
        knee|Part|膝关节
        ankle|Part|踝关节
        foot|Part|足
        breast|Part|乳腺
        heart|Part|心脏
        liver|Part|肝脏
        kidney|Part|肾脏
        thyroid|Part|甲状腺
        pa|View|后前位
        ap|View|前后位
        lat|View|侧位
        lateral|View|侧位
        oblique|View|斜位
        supine|View|卧位
        erect|View|立位
        ct|Modality|CT
        cta|Modality|CTA
        mr|Modality|MR
        mri|Modality|MR
        mra|Modality|MRA
        us|Modality|超声
        ultrasound|Modality|超声
        mammography|Modality|X线摄影
        xr|Modality|X线片
        dx|Modality|X线片
        cr|Modality|X线片
        xray|Modality|X线片
        radiograph|Modality|X线片
        plain|Contrast|平扫
        contrast|Contrast|增强
        enhanced|Contrast|增强
        and|Nothing|
        with|Nothing|
        w|Nothing|
        view|Nothing|
        views|Nothing|
        """
    );

    /// <summary>In Chinese; the sender's own words in English, and in both where a word is not known.</summary>
    public static BilingualText Of(string description)
    {
        var words = Separators()
            .Split(description.Trim().ToLowerInvariant().Replace("x-ray", "xray").Replace("-spine", "spine"))
            .Where(word => word.Length > 0)
            .ToList();
        if (words.Count == 0 || !words.TrueForAll(Known.ContainsKey))
            return new(description, description);
        var terms = words.ConvertAll(word => Known[word]).FindAll(term => term.Place != Place.Nothing);
        if (!terms.Exists(term => term.Place == Place.Part))
            return new(description, description);
        var chinese = terms.OrderBy(term => term.Place).Select(term => term.Zh).Distinct().ToList();
        // Two views are two images: 胸部后前位、侧位.
        var views = terms.Where(term => term.Place == Place.View).Select(term => term.Zh).Distinct().ToList();
        var zh = string.Concat(chinese.Where(word => !views.Contains(word) || word == views[0]));
        return new(views.Count > 1 ? zh.Replace(views[0], string.Join('、', views)) : zh, description);
    }

    private static Dictionary<string, (Place, string)> Read(string lines) =>
        lines
            .Split('\n')
            .Select(line => line.Trim().Split('|'))
            .ToDictionary(part => part[0], part => (Enum.Parse<Place>(part[1]), part[2]));

    [GeneratedRegex(@"[\s,;/_()+&^]+")]
    private static partial Regex Separators();
}
