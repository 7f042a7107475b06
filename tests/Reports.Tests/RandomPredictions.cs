using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Facts;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests;

/// <summary>Seeded readings and patients of every kind, with values that provoke: roundings, extremes, gaps, both sides.</summary>
public sealed class RandomPredictions(int seed)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 30, 0, TimeSpan.FromHours(8));

    private static readonly (
        string Id,
        string Code,
        string Zh,
        string En,
        string Unit,
        double Low,
        double High,
        double? RefLow,
        double? RefHigh
    )[] Numeric =
    [
        ("age", "30525-0", "年龄", "age", "a", 29, 77, null, null),
        ("trestbps", "8480-6", "静息收缩压", "resting systolic blood pressure", "mm[Hg]", 94, 200, 90, 139),
        ("chol", "2093-3", "血清总胆固醇", "serum cholesterol", "mg/dL", 126, 564, 125, 200),
        ("thalach", "8873-2", "最大心率", "maximum heart rate achieved", "/min", 71, 202, null, null),
        ("oldpeak", "", "运动诱发ST段压低", "ST depression induced by exercise", "mm", 0, 6.2, 0, 1),
        (
            "ca",
            "",
            "荧光透视显影的主要血管数（0–3）",
            "number of major vessels coloured by fluoroscopy (0–3)",
            "{vessel}",
            0,
            3,
            null,
            null
        ),
        ("glu", "15074-8", "空腹血糖", "fasting glucose", "mmol/L", 3.1, 16, 3.9, 6.1),
    ];

    private static readonly (string Id, string Zh, string En, BilingualText[] Options)[] Categories =
    [
        (
            "cp",
            "胸痛类型",
            "chest pain type",
            [
                new("典型心绞痛", "typical angina"),
                new("无症状", "asymptomatic"),
                new("非心绞痛性胸痛", "non-anginal pain"),
            ]
        ),
        (
            "restecg",
            "静息心电图",
            "resting ECG",
            [
                new("正常", "normal"),
                new("左心室肥厚", "left ventricular hypertrophy"),
                new("ST-T异常", "ST-T abnormality"),
            ]
        ),
        ("fbs", "空腹血糖 > 120 mg/dL", "fasting blood sugar > 120 mg/dL", [new("是", "yes"), new("否", "no")]),
        ("exang", "运动诱发心绞痛", "exercise-induced angina", [new("有", "yes"), new("无", "no")]),
    ];

    private static readonly BilingualText[] Regions =
    [
        new("左下肺野", "left lower zone"),
        new("右上肺野", "right upper zone"),
        new("右中肺野", "right middle zone"),
        new("双肺下野", "both lower zones"),
    ];

    private readonly Random _random = new(seed);

    public (Prediction Reading, PatientSummary Patient) Next()
    {
        Prediction reading = _random.Next(7) switch
        {
            0 or 1 => Diagnosis(),
            2 or 3 => Film(),
            4 or 5 => Forecast(),
            _ => CannotSay(),
        };
        return (reading, Patient(reading.Context.PatientId));
    }

    public PatientSummary Patient(string id) =>
        new(
            id,
            new BilingualText("王秀英", "Wang Xiuying"),
            Pick("female", "male", "unknown"),
            _random.Next(12) == 0
                ? null
                : new DateOnly(2026 - _random.Next(18, 95), _random.Next(1, 13), _random.Next(1, 29)),
            Some(
                new("高血压", "Hypertension"),
                new("2型糖尿病", "Type 2 diabetes mellitus"),
                new("心力衰竭", "Heart failure"),
                new("慢性肾脏病3期", "Chronic kidney disease stage 3")
            ),
            Some(
                new("氨氯地平 5 mg 口服 每日1次", "Amlodipine 5 mg oral once daily"),
                new("二甲双胍", "Metformin"),
                new("阿托伐他汀 20 mg", "Atorvastatin 20 mg")
            )
        );

    public Prediction.Findings Diagnosis()
    {
        var inputs = Inputs();
        return new Prediction.Findings(
            Context(
                PredictionKind.Diagnosis,
                "heart-disease",
                new("心脏病", "Heart disease from 13 clinical features")
            ),
            inputs,
            [
                Finding(
                    "heart-disease",
                    "56265001",
                    _random.Next(2) == 0
                        ? new("冠心病", "coronary artery disease")
                        : new("冠心病（主要血管狭窄>50%）", "Coronary artery disease (more than 50 % narrowing)"),
                    inputs,
                    null
                ),
            ]
        );
    }

    public Prediction.Findings Film()
    {
        Input[] inputs =
        [
            new(
                "film",
                "36643-5",
                new("胸部正位X线片", "Frontal chest radiograph"),
                null,
                new("后前位，1024 × 1024 像素", "PA projection, 1024 × 1024 pixels"),
                "",
                Now.AddHours(-2),
                "ImagingStudy/s1",
                false
            ),
            new(
                "ctr",
                "",
                new("心胸比", "cardiothoracic ratio"),
                Math.Round(0.38 + _random.NextDouble() * 0.3, 3),
                null,
                "",
                Now.AddHours(-2),
                "ImagingStudy/s1",
                false,
                null,
                null,
                0.5
            ),
        ];
        var map = new HeatMap(
            2,
            2,
            [0.1f, 0.2f, 0.9f, 0.1f],
            _random.Next(4) == 0 ? null : Regions[_random.Next(Regions.Length)]
        );
        List<Finding> items = [Finding("pneumonia", "233604007", new("肺炎", "pneumonia"), [], map)];
        if (_random.Next(3) == 0)
        {
            items.Add(Finding("effusion", "60046008", new("胸腔积液", "pleural effusion"), [], null));
        }
        return new Prediction.Findings(
            Context(PredictionKind.Imaging, "pneumonia", new("胸片肺炎识别", "Pneumonia on chest film")),
            inputs,
            items
        );
    }

    public Prediction.Forecast Forecast()
    {
        var both = _random.Next(3) > 0;
        List<Trajectory> all = [];
        if (both)
        {
            all.Add(
                Course(
                    "systolic",
                    "8480-6",
                    new("收缩压", "systolic blood pressure"),
                    "mm[Hg]",
                    110,
                    175,
                    null,
                    135,
                    new(
                        "中国高血压防治指南（2024年修订版）：家庭血压 < 135/85 mmHg",
                        "Chinese Hypertension Guidelines 2024: home blood pressure < 135/85 mmHg"
                    )
                )
            );
            all.Add(
                Course(
                    "diastolic",
                    "8462-4",
                    new("舒张压", "diastolic blood pressure"),
                    "mm[Hg]",
                    60,
                    105,
                    null,
                    85,
                    new(
                        "中国高血压防治指南（2024年修订版）：家庭血压 < 135/85 mmHg",
                        "Chinese Hypertension Guidelines 2024: home blood pressure < 135/85 mmHg"
                    )
                )
            );
        }
        all.Add(
            Course(
                "glucose",
                "15074-8",
                new("血糖", "blood glucose"),
                "mmol/L",
                3.5,
                14,
                4.4,
                10,
                new("ADA 2025", "ADA Standards of Care 2025")
            )
        );
        if (_random.Next(2) == 0)
        {
            all.Add(Course("weight", "29463-7", new("体重", "body weight"), "kg", 45, 110, null, null, null));
        }
        return new Prediction.Forecast(
            Context(PredictionKind.Forecast, "home-forecast", new("家庭监测预测", "Home forecast")),
            [],
            all
        );
    }

    public Prediction.CannotSay CannotSay()
    {
        var kind = (PredictionKind)_random.Next(3);
        var reason = Pick(
            CannotSayReasons.TooManyMissing,
            CannotSayReasons.UnlikeTraining,
            CannotSayReasons.Unreadable,
            CannotSayReasons.TooFewReadings
        );
        return new Prediction.CannotSay(
            Context(kind, "some-model", new("模型", "Model")),
            kind == PredictionKind.Diagnosis ? Inputs() : [],
            reason,
            new(
                "13项资料中缺少9项，超过允许的6项；请补充血脂与心电图",
                "9 of 13 items are missing, more than the 6 allowed; add lipids and an ECG"
            )
        );
    }

    private Finding Finding(string id, string code, BilingualText label, IReadOnlyList<Input> inputs, HeatMap? map)
    {
        var p = _random.Next(8) == 0 ? (_random.Next(2) == 0 ? 0.003 : 0.9971) : _random.NextDouble();
        var order = inputs.OrderBy(_ => _random.Next()).ToArray();
        return new Finding(
            "finding-" + id,
            code,
            label,
            p,
            Math.Max(0.0004, p - _random.NextDouble() * 0.2),
            Math.Min(0.9998, p + _random.NextDouble() * 0.2),
            0.3 + _random.NextDouble() * 0.4,
            [.. order.Take(_random.Next(4)).Select(input => new Contribution(input.Id, _random.NextDouble()))],
            [.. order.Skip(4).Take(_random.Next(4)).Select(input => new Contribution(input.Id, -_random.NextDouble()))],
            map
        );
    }

    private Input[] Inputs()
    {
        List<Input> inputs = [];
        foreach (var (id, code, zh, en, unit, low, high, refLow, refHigh) in Numeric)
        {
            var imputed = _random.Next(6) == 0;
            var value = low + _random.NextDouble() * (high - low);
            value = unit is "mm" or "mmol/L" ? Math.Round(value, 1) : Math.Round(value);
            inputs.Add(
                new Input(
                    "input-" + id,
                    code,
                    new(zh, en),
                    value,
                    null,
                    unit,
                    imputed ? null : Time(),
                    imputed ? null : "Observation/" + id,
                    imputed,
                    !imputed && id == "chol" && _random.Next(2) == 0 ? $"{Math.Round(value / 38.67, 2)} mmol/L" : null,
                    refLow,
                    refHigh
                )
            );
        }
        foreach (var (id, zh, en, options) in Categories)
        {
            var imputed = _random.Next(6) == 0;
            inputs.Add(
                new Input(
                    "input-" + id,
                    "",
                    new(zh, en),
                    null,
                    options[_random.Next(options.Length)],
                    "",
                    imputed ? null : Time(),
                    imputed ? null : "Observation/" + id,
                    imputed
                )
            );
        }
        return [.. inputs];
    }

    private Trajectory Course(
        string id,
        string code,
        BilingualText label,
        string unit,
        double low,
        double high,
        double? lower,
        double? upper,
        BilingualText? source
    )
    {
        var start = low + _random.NextDouble() * (high - low);
        var slope = (_random.NextDouble() - 0.5) * (high - low) * 0.1;
        double Step(double value) => unit == "mm[Hg]" ? Math.Round(value) : Math.Round(value, 1);
        var past = Enumerable
            .Range(0, _random.Next(20, 110))
            .Select(day => new PastMeasurement(
                Now.AddDays(day - 110).AddHours(-1),
                Step(start + (_random.NextDouble() - 0.5) * start * 0.1),
                $"Observation/{id}-{day}"
            ))
            .ToArray();
        var points = Enumerable
            .Range(1, 7)
            .Select(day =>
            {
                var median = start + slope * day / 7;
                var spread = start * (0.02 + 0.01 * day);
                return new ForecastPoint(
                    Now.AddDays(day),
                    median - spread,
                    median - spread / 2,
                    median,
                    median + spread / 2,
                    median + spread
                );
            })
            .ToArray();
        return new Trajectory("trajectory-" + id, code, label, unit, past, points, lower, upper, source, slope);
    }

    private PredictionContext Context(PredictionKind kind, string model, BilingualText title) =>
        new(
            $"reading-{_random.Next(1_000_000):D6}",
            kind,
            "p" + _random.Next(100),
            kind == PredictionKind.Imaging ? "ImagingStudy/s1" : "Patient/p1",
            new ModelReference(
                model,
                "1.0.0",
                title,
                new("Cleveland 诊所 303 例成人（1988年）", "303 adults at the Cleveland Clinic (1988)"),
                [
                    new Figure("AUC", 0.912, 0.88, 0.94),
                    new Figure("Brier", 0.118, null, null),
                    new Figure("ECE", 0.04, 0.02, 0.07),
                ]
            ),
            Now,
            true
        );

    private DateTimeOffset Time() => Now.AddMinutes(-_random.Next(60 * 24 * 200));

    private string Pick(params string[] options) => options[_random.Next(options.Length)];

    private NamedItem[] Some(params BilingualText[] all) =>
        [.. all.Where(_ => _random.Next(2) == 0).Select((label, i) => new NamedItem(label, "Condition/c" + i))];
}
