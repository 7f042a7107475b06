using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.Patients;

/// <summary>A made-up name in Chinese characters and in pinyin, from frequent family and given names.</summary>
internal sealed record SyntheticName(string Zh, string FamilyZh, string GivenZh, string FamilyEn, string GivenEn)
{
    private static readonly (string Zh, string En)[] Families =
    [
        ("王", "Wang"),
        ("李", "Li"),
        ("张", "Zhang"),
        ("刘", "Liu"),
        ("陈", "Chen"),
        ("杨", "Yang"),
        ("赵", "Zhao"),
        ("黄", "Huang"),
        ("周", "Zhou"),
        ("吴", "Wu"),
        ("徐", "Xu"),
        ("孙", "Sun"),
        ("胡", "Hu"),
        ("朱", "Zhu"),
        ("高", "Gao"),
        ("林", "Lin"),
        ("何", "He"),
        ("郭", "Guo"),
        ("马", "Ma"),
        ("罗", "Luo"),
        ("梁", "Liang"),
        ("宋", "Song"),
        ("郑", "Zheng"),
        ("谢", "Xie"),
        ("韩", "Han"),
        ("唐", "Tang"),
        ("冯", "Feng"),
        ("董", "Dong"),
    ];

    private static readonly (string Zh, string En)[] Women =
    [
        ("秀英", "Xiuying"),
        ("桂兰", "Guilan"),
        ("淑珍", "Shuzhen"),
        ("玉梅", "Yumei"),
        ("丽华", "Lihua"),
        ("晓燕", "Xiaoyan"),
        ("雪梅", "Xuemei"),
        ("婷婷", "Tingting"),
        ("静怡", "Jingyi"),
        ("敏", "Min"),
        ("海霞", "Haixia"),
        ("春花", "Chunhua"),
        ("美玲", "Meiling"),
        ("思雨", "Siyu"),
    ];

    private static readonly (string Zh, string En)[] Men =
    [
        ("伟", "Wei"),
        ("强", "Qiang"),
        ("建国", "Jianguo"),
        ("志明", "Zhiming"),
        ("国庆", "Guoqing"),
        ("德福", "Defu"),
        ("文博", "Wenbo"),
        ("永胜", "Yongsheng"),
        ("海涛", "Haitao"),
        ("军", "Jun"),
        ("浩然", "Haoran"),
        ("家辉", "Jiahui"),
        ("振华", "Zhenhua"),
        ("俊杰", "Junjie"),
    ];

    /// <summary>
    /// The name of the patient at an index: the family name steps through the list, so that neighbours differ.
    /// </summary>
    public static SyntheticName Draw(int index, bool female, SeededRandom random)
    {
        var family = Families[(index * 5 + random.Next(3)) % Families.Length];
        var given = random.Pick(female ? Women : Men);
        return new SyntheticName(family.Zh + given.Zh, family.Zh, given.Zh, family.En, given.En);
    }
}
