using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>
/// The suggestions a draft may make, each with the guideline it follows. A suggestion is never a prescription: none names a
/// dose or starts a medicine. Label is the citation, statement the suggestion, both in both languages.
/// </summary>
internal static class Guidelines
{
    private static readonly BilingualText ChestPain = new(
        "《2021年AHA/ACC胸痛评估与诊断指南》",
        "2021 AHA/ACC Chest Pain Guideline, Circulation 2021;144:e368–e454"
    );

    private static readonly BilingualText ChronicCoronary = new(
        "《2024年ESC慢性冠状动脉综合征管理指南》",
        "2024 ESC Guidelines for chronic coronary syndromes, Eur Heart J 2024;45:3415–3537"
    );

    private static readonly BilingualText Prevention = new(
        "《2019年ACC/AHA心血管病一级预防指南》",
        "2019 ACC/AHA Primary Prevention Guideline, Circulation 2019;140:e596–e646"
    );

    private static readonly BilingualText Pressure = new(
        "《中国高血压防治指南（2024年修订版）》",
        "Chinese Guidelines for the Management of Hypertension, 2024 revision"
    );

    private static readonly BilingualText EuropeanPressure = new(
        "《2023年ESH高血压管理指南》",
        "2023 ESH Guidelines for arterial hypertension, J Hypertens 2023;41:1874–2071"
    );

    private static readonly BilingualText Diabetes = new(
        "《中国糖尿病防治指南（2024版）》",
        "Chinese Guideline for the Prevention and Treatment of Diabetes, 2024 edition"
    );

    private static readonly BilingualText DiabetesCare = new(
        "《ADA糖尿病诊疗标准（2025年）》",
        "ADA Standards of Care in Diabetes 2025, Diabetes Care 2025;48(Suppl 1)"
    );

    private static readonly BilingualText HeartFailure = new(
        "《2021年ESC急慢性心力衰竭指南》",
        "2021 ESC Guidelines for acute and chronic heart failure, Eur Heart J 2021;42:3599–3726"
    );

    private static readonly BilingualText Pneumonia = new(
        "《中国成人社区获得性肺炎诊断和治疗指南（2016年版）》",
        "Chinese guideline for community-acquired pneumonia in adults, 2016"
    );

    private static readonly BilingualText ThoracicPneumonia = new(
        "《2019年ATS/IDSA社区获得性肺炎指南》",
        "2019 ATS/IDSA guideline for community-acquired pneumonia, Am J Respir Crit Care Med 2019;200:e45–e67"
    );

    public static IEnumerable<Fact> For(Prediction prediction, IReadOnlyList<Fact> facts, PatientSummary patient) =>
        (
            prediction switch
            {
                Prediction.Findings { Context.Kind: PredictionKind.Diagnosis } findings => Diagnosis(findings),
                Prediction.Findings { Context.Kind: PredictionKind.Imaging } findings => Imaging(findings),
                Prediction.Forecast forecast => Forecast(forecast, facts, PressureTreatment.IsKnown(patient)),
                _ => [],
            }
        )
            .DistinctBy(advice => advice.Key)
            .OrderBy(advice => advice.Key.EndsWith("-urgent", StringComparison.Ordinal) ? 0 : 1)
            .Select(advice => new Fact(
                "guideline-" + advice.Key,
                FactKinds.Guideline,
                advice.Citation,
                advice.Text,
                [],
                null,
                advice.Citation.En,
                advice.FindingId
            ));

    private sealed record Advice(string Key, BilingualText Text, BilingualText Citation, string? FindingId = null);

    private static IEnumerable<Advice> Diagnosis(Prediction.Findings prediction)
    {
        foreach (var finding in prediction.Items)
        {
            if (finding is { Present: true, Uncertain: false })
            {
                yield return new(
                    "cardiology",
                    new(
                        "建议心血管内科就诊，结合症状、静息心电图及超声心动图评估，必要时行冠状动脉CT血管成像或负荷影像学检查",
                        "refer for cardiological assessment with symptoms, resting ECG and echocardiography, and consider coronary CT angiography or stress imaging"
                    ),
                    ChronicCoronary,
                    finding.Id
                );
            }
            else
            {
                yield return new(
                    "persisting",
                    new(
                        "本结果不能替代临床判断；如仍有胸痛或劳力性气促，建议按胸痛流程进一步评估",
                        "the result does not replace clinical judgement; if chest pain or exertional breathlessness persists, assess further along the chest pain pathway"
                    ),
                    ChestPain,
                    finding.Id
                );
            }
        }
        yield return new(
            "acute",
            new(
                "如出现持续胸痛、大汗或晕厥，应立即急诊就诊，并在到院后10分钟内完成心电图",
                "for ongoing chest pain, sweating or syncope, send to the emergency department at once and record an ECG within 10 minutes of arrival"
            ),
            ChestPain
        );
        yield return new(
            "prevention",
            new(
                "建议评估并管理血压、血脂、血糖、吸烟等可控危险因素",
                "review and manage the modifiable risk factors: blood pressure, lipids, glucose and smoking"
            ),
            Prevention
        );
    }

    private static IEnumerable<Advice> Imaging(Prediction.Findings prediction)
    {
        if (prediction.Items.FirstOrDefault(finding => finding is { Present: true, Uncertain: false }) is { } present)
        {
            yield return new(
                "correlate",
                new(
                    "请结合发热、咳嗽等症状、体征及血常规、C反应蛋白等化验综合判断，并评估病情严重程度",
                    "correlate with symptoms, signs, full blood count and C-reactive protein, and assess severity"
                ),
                Pneumonia,
                present.Id
            );
            yield return new(
                "follow-up",
                new(
                    "症状未如期缓解或存在肺癌危险因素者，建议复查胸部影像",
                    "repeat chest imaging if symptoms do not resolve as expected or risk factors for lung cancer are present"
                ),
                ThoracicPneumonia,
                present.Id
            );
        }
        else
        {
            yield return new(
                "negative-film",
                new(
                    "早期病变在胸片上可不显示；临床仍怀疑感染时，建议复查或行胸部CT检查",
                    "early disease can be invisible on a radiograph; if infection is still suspected clinically, repeat the film or consider chest CT"
                ),
                Pneumonia,
                prediction.Items.Count > 0 ? prediction.Items[0].Id : null
            );
        }
    }

    private static IEnumerable<Advice> Forecast(
        Prediction.Forecast prediction,
        IReadOnlyList<Fact> facts,
        bool isTreated
    )
    {
        foreach (var one in prediction.Trajectories.Where(one => one.Past.Count > 0 && one.Points.Count > 0))
        {
            var direction = facts.FirstOrDefault(fact => fact.Id == ForecastFacts.AlertId(one))?.Direction;
            var subject = Subject(one);
            var latest = prediction.Alerts?.FirstOrDefault(alert => alert.Code == one.Code);
            foreach (var advice in Forecast(subject, direction, one, latest, isTreated))
            {
                yield return advice;
            }
        }
        yield return new(
            "technique",
            new(
                "请按规范方法继续家庭监测：静坐休息5分钟后测量，每次测2遍、间隔1分钟，并如实记录",
                "continue home monitoring with good technique: rest seated for 5 minutes, take 2 readings 1 minute apart each time and record both"
            ),
            EuropeanPressure
        );
    }

    private static IEnumerable<Advice> Forecast(
        string subject,
        string? direction,
        Trajectory one,
        LatestAlert? latest,
        bool isTreated
    )
    {
        var peak = Peak(one, 3);
        if (subject == "pressure")
        {
            var crisis = one.Code == LoincCodes.Systolic ? 180 : 110;
            if (peak >= crisis)
            {
                yield return new(
                    "pressure-urgent",
                    new(
                        "近期血压显著升高，建议尽快复测；如伴头痛、胸痛、气促或神经系统症状，应立即急诊就诊",
                        "recent blood pressure is markedly raised: re-measure promptly, and send to the emergency department if there is headache, chest pain, breathlessness or any neurological symptom"
                    ),
                    Pressure
                );
            }
            if (!isTreated && (direction == Directions.Above || latest is not null))
            {
                // Nobody's treatment can be adjusted where none is recorded.
                yield return new(
                    "pressure-review",
                    new(
                        "建议近期门诊复诊，核实测量方法并复测血压，由医师评估",
                        "arrange an early clinic review: check the measurement technique and repeat the measurement, for the clinician to assess"
                    ),
                    Pressure
                );
            }
            else if (direction == Directions.Above || latest is not null)
            {
                yield return new(
                    "pressure-review",
                    new(
                        "建议近期门诊复诊，核实服药依从性、钠盐摄入及测量方法，由医师决定是否调整降压方案",
                        "arrange an early clinic review of adherence, salt intake and measurement technique; whether to change treatment is for the clinician to decide"
                    ),
                    Pressure
                );
            }
        }
        if (subject == "glucose")
        {
            if (latest is { IsCritical: true })
            {
                yield return new(
                    "glucose-urgent",
                    new(
                        "末次家庭血糖达到危急水平，应立即联系患者并复测；如有意识改变、呕吐、呼吸深快或抽搐，应立即急诊就诊",
                        "the latest home glucose is at a critical level: reach the patient now and re-measure, and send to the emergency department at once if there is drowsiness, vomiting, deep breathing or a seizure"
                    ),
                    DiabetesCare
                );
            }
            var low = one.Unit == "mg/dL" ? 70 : 3.9;
            if (one.Points.Any(point => point.Q10 < low) || one.Past.TakeLast(20).Any(past => past.Value < low))
            {
                yield return new(
                    "glucose-low",
                    new(
                        "存在低血糖风险：建议复核饮食与用药时间，随身携带含糖食物，血糖低于3.9 mmol/L时及时处理并告知医师",
                        "there is a risk of hypoglycaemia: review meals and timing of medicines, carry a source of sugar, treat any glucose below 3.9 mmol/L and tell the clinician"
                    ),
                    DiabetesCare
                );
            }
            if (direction == Directions.Above || latest is { Below: false })
            {
                yield return new(
                    "glucose-high",
                    new(
                        "建议内分泌科或全科门诊复诊，复查糖化血红蛋白，并核实饮食、运动及用药情况",
                        "arrange review in the diabetes clinic or general practice, repeat HbA1c, and go over diet, exercise and medicines"
                    ),
                    Diabetes
                );
            }
        }
        if (subject == "weight" && latest is not null)
        {
            yield return new(
                "weight-gain",
                new(
                    "心力衰竭患者体重短期内明显增加，需警惕液体潴留，建议检查有无水肿、气促并及时就诊",
                    "a quick gain of weight in heart failure: consider fluid retention, look for oedema and breathlessness, and seek review promptly"
                ),
                HeartFailure
            );
        }
    }

    private static string Subject(Trajectory one) =>
        one.Unit switch
        {
            "mm[Hg]" => "pressure",
            "mmol/L" or "mg/dL" => "glucose",
            "kg" => "weight",
            _ => one.Code,
        };

    private static double Peak(Trajectory one, int days) =>
        one.Past.Where(past => past.Time >= one.Past[^1].Time.AddDays(-days)).Max(past => past.Value);
}
