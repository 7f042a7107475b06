namespace Xinglin.Learning.Tables.Features;

/// <summary>A unit in which a quantity is written in tables, with the limits of life in it.</summary>
/// <param name="Usual">A value in the middle of the healthy: by it one unit is told from another.</param>
internal sealed record QuantityUnit(string Unit, double Usual, double Low, double High);

/// <summary>A quantity that tables of patients hold, by the names its columns go by.</summary>
/// <param name="Names">Column names in lower case without anything but letters, digits and Chinese characters.</param>
internal sealed record Quantity(string Chinese, string English, string[] Names, QuantityUnit[] Units);

/// <summary>
/// Quantities whose limits are known. Pressure: 480/350 mmHg measured in the artery under maximal effort (MacDougall et al., J Appl
/// Physiol 1985;58:785). Temperature: 13.7 °C survived (Gilbert et al., Lancet 2000;355:375), 46.5 °C survived (Slovis et al., Ann
/// Emerg Med 1982;11:269). Height and weight: 272 cm, 635 kg (Guinness World Records). Age: 122 years (Robine and Allard, Science
/// 1998;279:1831). Saturation, haematocrit and fractions are shares. All others are our own choice, far outside of the adult
/// reference intervals of Kratz et al., N Engl J Med 2004;351:1548.
/// </summary>
internal static class Quantities
{
    public static readonly IReadOnlyList<Quantity> All =
    [
        new(
            "年龄",
            "age",
            ["age", "ageyears", "patientage", "ageatadmission", "年龄"],
            [new("years", 50, 0, 125), new("months", 600, 0, 1500), new("days", 18_000, 0, 45_700)]
        ),
        new(
            "收缩压",
            "systolic blood pressure",
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
            [new("mmHg", 120, 20, 480), new("kPa", 16, 2.7, 64)]
        ),
        new(
            "舒张压",
            "diastolic blood pressure",
            ["dbp", "diabp", "diastolic", "diastolicbp", "diastolicbloodpressure", "aplo", "nidiasabp", "舒张压"],
            [new("mmHg", 75, 5, 360), new("kPa", 10, 0.7, 48)]
        ),
        new(
            "心率",
            "heart rate",
            ["hr", "heartrate", "pulse", "pulserate", "thalach", "maxhr", "心率", "脉搏"],
            [new("/min", 75, 10, 350)]
        ),
        new(
            "呼吸频率",
            "respiratory rate",
            ["rr", "resprate", "respiratoryrate", "呼吸", "呼吸频率"],
            [new("/min", 16, 1, 150)]
        ),
        new(
            "体温",
            "body temperature",
            ["temp", "temperature", "bodytemperature", "bodytemp", "体温"],
            [new("°C", 36.8, 13, 47), new("°F", 98.2, 55, 117)]
        ),
        new(
            "血氧饱和度",
            "oxygen saturation",
            ["spo2", "sao2", "o2sat", "oxygensaturation", "血氧饱和度", "血氧"],
            [new("%", 97, 1, 100), new("", 0.97, 0.01, 1)]
        ),
        new(
            "体重",
            "body weight",
            ["weight", "bodyweight", "wt", "体重"],
            [new("kg", 70, 0.2, 635), new("lb", 155, 0.4, 1400)]
        ),
        new(
            "身高",
            "height",
            ["height", "bodyheight", "ht", "身高"],
            [new("cm", 165, 20, 272), new("m", 1.65, 0.2, 2.72), new("in", 65, 8, 107)]
        ),
        new(
            "体质指数",
            "body mass index",
            ["bmi", "bodymassindex", "体质指数", "体重指数"],
            [new("kg/m²", 24, 5, 210)]
        ),
        new(
            "血糖",
            "glucose",
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
            [new("mmol/L", 5.2, 0.2, 150), new("mg/dL", 94, 4, 2700)]
        ),
        new(
            "糖化血红蛋白",
            "haemoglobin A1c",
            ["hba1c", "a1c", "glycatedhemoglobin", "hba1clevel", "糖化血红蛋白"],
            [new("%", 5.5, 2, 25), new("mmol/mol", 37, 1, 250)]
        ),
        new(
            "总胆固醇",
            "total cholesterol",
            ["chol", "cholesterol", "totalcholesterol", "serumcholesterol", "tc", "总胆固醇", "胆固醇"],
            [new("mmol/L", 4.9, 0.3, 60), new("mg/dL", 190, 12, 2320)]
        ),
        new(
            "高密度脂蛋白胆固醇",
            "HDL cholesterol",
            ["hdl", "hdlc"],
            [new("mmol/L", 1.3, 0.02, 10), new("mg/dL", 50, 0.8, 390)]
        ),
        new(
            "低密度脂蛋白胆固醇",
            "LDL cholesterol",
            ["ldl", "ldlc"],
            [new("mmol/L", 3, 0.02, 50), new("mg/dL", 116, 0.8, 1930)]
        ),
        new(
            "甘油三酯",
            "triglycerides",
            ["tg", "trig", "triglyceride", "triglycerides", "甘油三酯"],
            [new("mmol/L", 1.3, 0.05, 250), new("mg/dL", 115, 4, 22_000)]
        ),
        new(
            "肌酐",
            "creatinine",
            ["creatinine", "serumcreatinine", "creat", "scr", "crea", "肌酐", "血肌酐"],
            [new("µmol/L", 80, 5, 10_000), new("mg/dL", 0.9, 0.05, 113)]
        ),
        new(
            "尿素",
            "urea",
            ["bun", "urea", "bloodureanitrogen", "尿素", "尿素氮"],
            [new("mmol/L", 5, 0.2, 150), new("mg/dL", 14, 0.5, 420)]
        ),
        new("钠", "sodium", ["sodium", "na", "serumsodium", "血钠", "钠"], [new("mmol/L", 140, 80, 220)]),
        new("钾", "potassium", ["potassium", "k", "serumpotassium", "血钾", "钾"], [new("mmol/L", 4.2, 0.8, 15)]),
        new("氯", "chloride", ["chloride", "cl", "serumchloride", "血氯", "氯"], [new("mmol/L", 103, 40, 160)]),
        new(
            "血红蛋白",
            "haemoglobin",
            ["hemoglobin", "haemoglobin", "hgb", "hb", "血红蛋白"],
            [new("g/dL", 14, 0.5, 28), new("g/L", 140, 5, 280)]
        ),
        new(
            "红细胞压积",
            "haematocrit",
            ["hematocrit", "haematocrit", "hct", "红细胞压积"],
            [new("%", 42, 1, 85), new("", 0.42, 0.01, 0.85)]
        ),
        new(
            "白细胞",
            "white blood cells",
            ["wbc", "whitebloodcells", "leukocytes", "白细胞", "白细胞计数"],
            [new("10⁹/L", 7, 0, 2000), new("/µL", 7000, 0, 2_000_000)]
        ),
        new(
            "血小板",
            "platelets",
            ["platelets", "platelet", "plt", "plateletcount", "血小板", "血小板计数"],
            [new("10⁹/L", 250, 0, 5000), new("/µL", 250_000, 0, 5_000_000)]
        ),
        new("酸碱度", "blood pH", ["ph", "bloodph", "arterialph"], [new("", 7.4, 6.5, 8)]),
        new(
            "射血分数",
            "ejection fraction",
            ["ejectionfraction", "lvef", "ef", "射血分数"],
            [new("%", 60, 1, 100), new("", 0.6, 0.01, 1)]
        ),
    ];
}
