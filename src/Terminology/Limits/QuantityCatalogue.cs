using System.Collections.Frozen;
using Loincs = Xinglin.Terminology.Codes.LoincCodes;

namespace Xinglin.Terminology.Limits;

/// <summary>
/// The quantities with their limits. Pressure: 480/350 mmHg measured in the artery under maximal effort (MacDougall et al., J Appl
/// Physiol 1985;58:785). Temperature: 13.7 °C survived (Gilbert et al., Lancet 2000;355:375), 46.5 °C survived (Slovis et al., Ann
/// Emerg Med 1982;11:269). Height and weight: 272 cm, 635 kg (Guinness World Records). Age: 122 years (Robine and Allard, Science
/// 1998;279:1831). Saturation, haematocrit and fractions are shares. All others are our own choice, far outside of the adult
/// reference intervals of Kratz et al., N Engl J Med 2004;351:1548.
/// </summary>
internal static class QuantityCatalogue
{
    private const string Cuff =
        "indication range of automated cuffs, 0–299 mmHg (ISO 81060-2 devices); a cuff shows nothing below about 40/20";
    private const string Arterial =
        "480/350 mmHg measured intra-arterially under maximal effort (MacDougall et al., J Appl Physiol 1985;58:785)";
    private const string Meter = "display range of home meters, 0.6–33.3 mmol/L (10–600 mg/dL; ISO 15197 devices)";
    private const string Weight =
        "heaviest person on record 635 kg (Guinness World Records); preterm survival from 0.2 kg";
    private const string Survived =
        "13.7 °C survived (Gilbert et al., Lancet 2000;355:375); 46.5 °C survived (Slovis 1982)";
    private const string Thermometer =
        "survival after accidental hypothermia and heat stroke; home thermometers show 32–43 °C";
    private const string Oximeter = "a saturation; oximeters are not specified below 70 % (ISO 80601-2-61)";
    private const string OwnChoice =
        "this product's own choice, far outside the adult reference intervals of Kratz et al., N Engl J Med 2004;351:1548";

    /// <summary>Persons, vital signs, then the laboratory.</summary>
    public static readonly IReadOnlyList<Quantity> All =
    [
        new(
            new("年龄", "age"),
            [],
            ["age", "ageyears", "patientage", "ageatadmission", "年龄"],
            new(0, 125, "a", "the longest life on record, 122 years (Robine and Allard, Science 1998;279:1831)"),
            50,
            ["a", "mo", "d"]
        ),
        new(
            new("收缩压", "systolic blood pressure"),
            [Loincs.Systolic],
            [
                "sbp",
                "sysbp",
                "systolic",
                "systolicbp",
                "systolicbloodpressure",
                "aphi",
                "trestbps",
                "restingbp",
                "nisysabp",
                "收缩压",
            ],
            new(20, 480, "mm[Hg]", Arterial),
            120,
            ["mm[Hg]", "kPa"],
            new(40, 299, "mm[Hg]", Cuff)
        ),
        new(
            new("舒张压", "diastolic blood pressure"),
            [Loincs.Diastolic],
            ["dbp", "diabp", "diastolic", "diastolicbp", "diastolicbloodpressure", "aplo", "nidiasabp", "舒张压"],
            new(5, 360, "mm[Hg]", Arterial),
            75,
            ["mm[Hg]", "kPa"],
            new(20, 240, "mm[Hg]", Cuff)
        ),
        new(
            new("平均动脉压", "mean blood pressure"),
            ["8478-0"],
            [],
            new(5, 360, "mm[Hg]", Arterial),
            90,
            ["mm[Hg]", "kPa"]
        ),
        new(
            new("心率", "heart rate"),
            [Loincs.HeartRate],
            ["hr", "heartrate", "pulse", "pulserate", "thalach", "maxhr", "心率", "脉搏"],
            new(10, 350, "/min", OwnChoice),
            75,
            ["/min"],
            new(20, 300, "/min", "pulse display range of home devices, 20–300/min")
        ),
        new(
            new("呼吸频率", "respiratory rate"),
            [Loincs.RespiratoryRate],
            ["rr", "resprate", "respiratoryrate", "呼吸", "呼吸频率"],
            new(1, 150, "/min", OwnChoice),
            16,
            ["/min"]
        ),
        new(
            new("体温", "body temperature"),
            [Loincs.BodyTemperature, "8331-1"],
            ["temp", "temperature", "bodytemperature", "bodytemp", "体温"],
            new(13, 47, "Cel", Survived),
            36.8,
            ["Cel", "[degF]"],
            new(25, 45, "Cel", Thermometer)
        ),
        new(
            new("血氧饱和度", "oxygen saturation"),
            [Loincs.OxygenSaturation, "2708-6"],
            ["spo2", "sao2", "o2sat", "oxygensaturation", "血氧饱和度", "血氧"],
            new(1, 100, "%", "a saturation"),
            97,
            ["%", "1"],
            new(30, 100, "%", Oximeter)
        ),
        new(
            new("体重", "body weight"),
            Loincs.Weight,
            ["weight", "bodyweight", "wt", "体重"],
            new(0.2, 635, "kg", Weight),
            70,
            ["kg", "[lb_av]"],
            new(0.2, 635, "kg", Weight)
        ),
        new(
            new("身高", "height"),
            [Loincs.BodyHeight],
            ["height", "bodyheight", "ht", "身高"],
            new(20, 272, "cm", "tallest person on record 272 cm (Guinness World Records)"),
            165,
            ["cm", "m", "[in_i]"]
        ),
        new(
            new("体质指数", "body mass index"),
            [Loincs.BodyMassIndex],
            ["bmi", "bodymassindex", "体质指数", "体重指数"],
            new(5, 210, "kg/m2", "from the limits of weight and height"),
            24,
            ["kg/m2"]
        ),
        new(
            new("血糖", "glucose"),
            Loincs.Glucose,
            [
                "glucose",
                "bloodglucose",
                "bloodsugar",
                "fastingglucose",
                "fbg",
                "fpg",
                "glu",
                "plasmaglucose",
                "avgglucoselevel",
                "血糖",
                "空腹血糖",
            ],
            new(0.2, 150, "mmol/L", OwnChoice),
            5.2,
            ["mmol/L", "mg/dL"],
            new(0.6, 33.3, "mmol/L", Meter)
        ),
        new(
            new("糖化血红蛋白", "haemoglobin A1c"),
            [Loincs.HbA1c, "17856-6"],
            ["hba1c", "a1c", "glycatedhemoglobin", "hba1clevel", "糖化血红蛋白"],
            new(2.2, 25, "%", OwnChoice + "; below 2.15 % the other scale, mmol/mol, would be negative"),
            5.5,
            ["%", "mmol/mol"]
        ),
        new(
            new("总胆固醇", "total cholesterol"),
            [Loincs.TotalCholesterol, "14647-2"],
            ["chol", "cholesterol", "totalcholesterol", "serumcholesterol", "tc", "总胆固醇", "胆固醇"],
            new(0.3, 60, "mmol/L", OwnChoice),
            4.9,
            ["mmol/L", "mg/dL"]
        ),
        new(
            new("高密度脂蛋白胆固醇", "HDL cholesterol"),
            ["2085-9", "14646-4"],
            ["hdl", "hdlc"],
            new(0.02, 10, "mmol/L", OwnChoice),
            1.3,
            ["mmol/L", "mg/dL"]
        ),
        new(
            new("低密度脂蛋白胆固醇", "LDL cholesterol"),
            ["2089-1", "13457-7", "18262-6", "22748-8", "69419-0"],
            ["ldl", "ldlc"],
            new(0.02, 50, "mmol/L", OwnChoice),
            3,
            ["mmol/L", "mg/dL"]
        ),
        new(
            new("甘油三酯", "triglycerides"),
            ["2571-8", "14927-8"],
            ["tg", "trig", "triglyceride", "triglycerides", "甘油三酯"],
            new(0.05, 250, "mmol/L", OwnChoice),
            1.3,
            ["mmol/L", "mg/dL"]
        ),
        new(
            new("肌酐", "creatinine"),
            [Loincs.Creatinine, "38483-4", "14682-9"],
            ["creatinine", "serumcreatinine", "creat", "scr", "crea", "肌酐", "血肌酐"],
            new(5, 10_000, "umol/L", OwnChoice),
            80,
            ["umol/L", "mg/dL"]
        ),
        new(
            new("尿素", "urea"),
            ["3094-0", "6299-2", "22664-7"],
            ["bun", "urea", "bloodureanitrogen", "尿素", "尿素氮"],
            new(0.2, 150, "mmol/L", OwnChoice),
            5,
            ["mmol/L", "mg/dL"]
        ),
        new(
            new("钠", "sodium"),
            ["2951-2", "2947-0"],
            ["sodium", "na", "serumsodium", "血钠", "钠"],
            new(80, 220, "mmol/L", OwnChoice),
            140,
            ["mmol/L"]
        ),
        new(
            new("钾", "potassium"),
            ["2823-3", "6298-4"],
            ["potassium", "k", "serumpotassium", "血钾", "钾"],
            new(0.8, 15, "mmol/L", OwnChoice),
            4.2,
            ["mmol/L"]
        ),
        new(
            new("氯", "chloride"),
            ["2075-0", "2069-3"],
            ["chloride", "cl", "serumchloride", "血氯", "氯"],
            new(40, 160, "mmol/L", OwnChoice),
            103,
            ["mmol/L"]
        ),
        new(
            new("钙", "calcium"),
            ["17861-6", "49765-1", "2000-8"],
            [],
            new(0.3, 8, "mmol/L", OwnChoice),
            2.4,
            ["mmol/L", "mg/dL"]
        ),
        new(
            new("血红蛋白", "haemoglobin"),
            ["718-7"],
            ["hemoglobin", "haemoglobin", "hgb", "hb", "血红蛋白"],
            new(5, 280, "g/L", OwnChoice),
            140,
            ["g/dL", "g/L"]
        ),
        new(
            new("红细胞压积", "haematocrit"),
            ["4544-3", "20570-8"],
            ["hematocrit", "haematocrit", "hct", "红细胞压积"],
            new(1, 85, "%", OwnChoice),
            42,
            ["%", "1"]
        ),
        new(
            new("白细胞", "white blood cells"),
            ["6690-2"],
            ["wbc", "whitebloodcells", "leukocytes", "白细胞", "白细胞计数"],
            new(0, 2_000, "10*9/L", OwnChoice),
            7,
            ["10*9/L", "/uL"]
        ),
        new(
            new("血小板", "platelets"),
            ["777-3"],
            ["platelets", "platelet", "plt", "plateletcount", "血小板", "血小板计数"],
            new(0, 5_000, "10*9/L", OwnChoice),
            250,
            ["10*9/L", "/uL"]
        ),
        new(new("红细胞", "red blood cells"), ["789-8"], [], new(0.1, 15, "10*12/L", OwnChoice), 4.7, ["10*12/L"]),
        new(
            new("酸碱度", "blood pH"),
            ["2744-1"],
            ["ph", "bloodph", "arterialph"],
            new(6.5, 8, "1", "pH compatible with life"),
            7.4,
            ["1"]
        ),
        new(
            new("射血分数", "ejection fraction"),
            ["10230-1"],
            ["ejectionfraction", "lvef", "ef", "射血分数"],
            new(1, 100, "%", "a fraction of a heart that beats"),
            60,
            ["%", "1"]
        ),
        new(new("中性粒细胞百分比", "neutrophils"), ["770-8"], [], new(0, 100, "%", "a fraction"), 60, ["%"]),
        new(new("淋巴细胞百分比", "lymphocytes"), ["736-9"], [], new(0, 100, "%", "a fraction"), 30, ["%"]),
    ];

    /// <summary>Every quantity by each of its LOINC codes.</summary>
    public static readonly FrozenDictionary<string, Quantity> ByLoinc = All.SelectMany(quantity =>
            quantity.LoincCodes.Select(code => (Code: code, Quantity: quantity))
        )
        .ToFrozenDictionary(pair => pair.Code, pair => pair.Quantity);

    /// <summary>Every quantity by each of its column names.</summary>
    public static readonly FrozenDictionary<string, Quantity> ByColumn = All.SelectMany(quantity =>
            quantity.ColumnNames.Select(name => (Name: name, Quantity: quantity))
        )
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Quantity);
}
