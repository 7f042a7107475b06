using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Patients;

/// <summary>A medicine as a doctor of the synthetic hospital prescribed it.</summary>
/// <param name="Atc">WHO ATC code.</param>
/// <param name="Dose">One dose, in <paramref name="Unit"/> (UCUM).</param>
/// <param name="TimesADay">Doses a day; 1/7 for once a week.</param>
internal sealed record Medicine(string Atc, BilingualText Label, double Dose, string Unit, double TimesADay = 1)
{
    public static readonly Medicine Amlodipine = new("C08CA01", new("氨氯地平", "amlodipine"), 5, "mg");
    public static readonly Medicine Valsartan = new("C09CA03", new("缬沙坦", "valsartan"), 80, "mg");
    public static readonly Medicine Hydrochlorothiazide = new(
        "C03AA03",
        new("氢氯噻嗪", "hydrochlorothiazide"),
        12.5,
        "mg"
    );
    public static readonly Medicine Metoprolol = new(
        "C07AB02",
        new("琥珀酸美托洛尔缓释片", "metoprolol succinate"),
        47.5,
        "mg"
    );
    public static readonly Medicine Furosemide = new("C03CA01", new("呋塞米", "furosemide"), 20, "mg");
    public static readonly Medicine Spironolactone = new("C03DA01", new("螺内酯", "spironolactone"), 20, "mg");
    public static readonly Medicine Metformin = new("A10BA02", new("二甲双胍", "metformin"), 500, "mg", 2);
    public static readonly Medicine Gliclazide = new("A10BB09", new("格列齐特缓释片", "gliclazide"), 30, "mg");
    public static readonly Medicine Empagliflozin = new("A10BK03", new("恩格列净", "empagliflozin"), 10, "mg");
    public static readonly Medicine InsulinGlargine = new("A10AE04", new("甘精胰岛素", "insulin glargine"), 14, "[iU]");
    public static readonly Medicine InsulinAspart = new("A10AB05", new("门冬胰岛素", "insulin aspart"), 6, "[iU]", 3);
    public static readonly Medicine Atorvastatin = new("C10AA05", new("阿托伐他汀", "atorvastatin"), 20, "mg");
    public static readonly Medicine Aspirin = new("B01AC06", new("阿司匹林肠溶片", "aspirin"), 100, "mg");
    public static readonly Medicine Rivaroxaban = new("B01AF01", new("利伐沙班", "rivaroxaban"), 15, "mg");
    public static readonly Medicine Febuxostat = new("M04AA03", new("非布司他", "febuxostat"), 40, "mg");
    public static readonly Medicine Levothyroxine = new("H03AA01", new("左甲状腺素", "levothyroxine"), 50, "ug");
    public static readonly Medicine Tiotropium = new("R03BB04", new("噻托溴铵", "tiotropium"), 18, "ug");
    public static readonly Medicine Moxifloxacin = new("J01MA14", new("莫西沙星", "moxifloxacin"), 400, "mg");
    public static readonly Medicine Tamsulosin = new("G04CA02", new("坦索罗辛", "tamsulosin"), 0.2, "mg");
    public static readonly Medicine Donepezil = new("N06DA02", new("多奈哌齐", "donepezil"), 5, "mg");
    public static readonly Medicine Alendronate = new(
        "M05BA04",
        new("阿仑膦酸钠", "alendronic acid"),
        70,
        "mg",
        1.0 / 7
    );
    public static readonly Medicine FerrousSuccinate = new(
        "B03AA06",
        new("琥珀酸亚铁", "ferrous succinate"),
        100,
        "mg",
        2
    );

    /// <summary>Dose and rhythm in words, such as "500 mg twice a day".</summary>
    public BilingualText Directions =>
        TimesADay switch
        {
            < 1 => new($"{Dose} {UnitZh} 每周1次", $"{Dose} {UnitEn} once a week"),
            1 => new($"{Dose} {UnitZh} 每日1次", $"{Dose} {UnitEn} once a day"),
            2 => new($"{Dose} {UnitZh} 每日2次", $"{Dose} {UnitEn} twice a day"),
            _ => new($"{Dose} {UnitZh} 每日{TimesADay}次", $"{Dose} {UnitEn} {TimesADay} times a day"),
        };

    public string UnitEn =>
        Unit switch
        {
            "[iU]" => "units",
            "ug" => "micrograms",
            _ => Unit,
        };

    private string UnitZh =>
        Unit switch
        {
            "[iU]" => "单位",
            "ug" => "μg",
            _ => Unit,
        };
}
