using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Patients;

/// <summary>A diagnosis with its SNOMED CT concept and its ICD-10 category.</summary>
internal sealed record Problem(string Snomed, string Icd10, BilingualText Label)
{
    public static readonly Problem Hypertension = new("59621000", "I10", new("原发性高血压", "Essential hypertension"));
    public static readonly Problem Type2Diabetes = new(
        "44054006",
        "E11.9",
        new("2型糖尿病", "Type 2 diabetes mellitus")
    );
    public static readonly Problem Type1Diabetes = new(
        "46635009",
        "E10.9",
        new("1型糖尿病", "Type 1 diabetes mellitus")
    );
    public static readonly Problem CoronaryDisease = new(
        "53741008",
        "I25.1",
        new("冠状动脉粥样硬化性心脏病", "Coronary arteriosclerosis")
    );
    public static readonly Problem HeartFailure = new("84114007", "I50.9", new("心力衰竭", "Heart failure"));
    public static readonly Problem AtrialFibrillation = new(
        "49436004",
        "I48.9",
        new("心房颤动", "Atrial fibrillation")
    );
    public static readonly Problem KidneyDisease = new(
        "433144002",
        "N18.3",
        new("慢性肾脏病3期", "Chronic kidney disease stage 3")
    );
    public static readonly Problem Hyperlipidaemia = new("55822004", "E78.5", new("高脂血症", "Hyperlipidaemia"));
    public static readonly Problem Copd = new(
        "13645005",
        "J44.9",
        new("慢性阻塞性肺疾病", "Chronic obstructive pulmonary disease")
    );
    public static readonly Problem Pneumonia = new(
        "385093006",
        "J18.9",
        new("社区获得性肺炎", "Community-acquired pneumonia")
    );
    public static readonly Problem Stroke = new("432504007", "I63.9", new("脑梗死", "Cerebral infarction"));
    public static readonly Problem Osteoporosis = new("64859006", "M81.9", new("骨质疏松症", "Osteoporosis"));
    public static readonly Problem ProstateHyperplasia = new(
        "266569009",
        "N40",
        new("良性前列腺增生", "Benign prostatic hyperplasia")
    );
    public static readonly Problem Asthma = new("195967001", "J45.9", new("支气管哮喘", "Asthma"));
    public static readonly Problem Obesity = new("414916001", "E66.9", new("肥胖症", "Obesity"));
    public static readonly Problem IronDeficiency = new(
        "87522002",
        "D50.9",
        new("缺铁性贫血", "Iron deficiency anaemia")
    );
    public static readonly Problem Hypothyroidism = new("40930008", "E03.9", new("甲状腺功能减退症", "Hypothyroidism"));
    public static readonly Problem Gout = new("90560007", "M10.9", new("痛风", "Gout"));
    public static readonly Problem Dementia = new("52448006", "F03", new("痴呆", "Dementia"));
    public static readonly Problem KneeArthritis = new(
        "239873007",
        "M17.9",
        new("膝骨关节炎", "Osteoarthritis of knee")
    );
    public static readonly Problem ChestPain = new("29857009", "R07.4", new("胸痛", "Chest pain"));
}
