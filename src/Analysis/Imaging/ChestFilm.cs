using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Analysis.Predictions;
using Xinglin.Dicom.Frames;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Limits;
using Xinglin.Records.Quality;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Imaging;

/// <summary>
/// How likely pneumonia is on a frontal chest film. A film outside the limits that the model declares, one that cannot be read, or one
/// unlike the films of the training gets "cannot say". Thread-safe; the model is loaded once, on first use.
/// </summary>
/// <param name="modelFolder">Folder <c>models/pneumonia/version</c>.</param>
public sealed class ChestFilm(string modelFolder, TimeProvider clock) : IDisposable
{
    private static readonly BilingualText Pneumonia = new("肺炎", "Pneumonia");

    private readonly Lazy<(ImageModel Model, JsonObject Document)> _model = new(() =>
        (ImageModel.Load(modelFolder), Checkpoint.LoadDocument(modelFolder))
    );

    /// <summary>
    /// The reading of a study: every film that the model was made for is read, and the findings are those of the film that shows
    /// most. What became of each film is kept with the reading.
    /// </summary>
    /// <param name="films">All films of the study, at least one.</param>
    /// <param name="predictionId">The FHIR id that the reading gets.</param>
    /// <exception cref="InvalidInputException">The model folder is missing or was changed.</exception>
    public Prediction Read(IReadOnlyList<StudyFilm> films, FilmSubject subject, string predictionId)
    {
        var (model, document) = _model.Value;
        var limits = ImageLimits.Of(document);
        var read = films.Select((film, at) => Read(model, limits, film, at + 1)).ToList();
        var answers = read.Where(one => one.Answer is not null)
            .OrderByDescending(one => one.Answer!.Probabilities[^1])
            .ToList();
        var first = answers.FirstOrDefault() ?? read[0];
        var context = new PredictionContext(
            predictionId,
            PredictionKind.Imaging,
            subject.PatientId,
            subject.Study,
            Reference(document),
            TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.LocalTimeZone),
            subject.Synthetic,
            first.Film.Instance,
            [.. read.Select(one => Outcome(one, first))]
        );
        Input[] inputs = [Film(subject, first.Frame)];
        return first.Answer is { } answer
            ? new Prediction.Findings(context, inputs, [Finding(answer, model.Description.Threshold)])
            : new Prediction.CannotSay(context, inputs, first.Reason!, Together(read));
    }

    private static FilmOfStudy Outcome(LookedAt one, LookedAt answered) =>
        new(
            one.Number,
            one.Film.Instance,
            one.View,
            one.Answer is null ? FilmOutcomes.NotRead
                : ReferenceEquals(one, answered) ? FilmOutcomes.Answered
                : FilmOutcomes.ReadToo,
            one.Why
        );

    private static BilingualText Together(IReadOnlyList<LookedAt> read) =>
        read is [var only]
            ? only.Why!
            : new(
                string.Concat(read.Select(one => $"第{one.Number}张：{one.Why!.Zh}")),
                string.Join(' ', read.Select(one => $"Film {one.Number}: {one.Why!.En}"))
            );

    private static LookedAt Read(ImageModel model, ImageLimits? limits, StudyFilm film, int number)
    {
        if (limits is null)
            return new(film, number, null, null, null, CannotSayReasons.NoLimits, NoLimits);
        var (view, outcome, against) = film.Look(limits);
        if (against.Count > 0)
            return new(film, number, view, null, null, CannotSayReasons.OutsideLimits, Outside(against));
        if (outcome is not FrameOutcome.Readable { Frame: var frame })
        {
            var why = (FrameOutcome.Unreadable)outcome!;
            return new(film, number, view, null, null, CannotSayReasons.Unreadable, Unreadable(why));
        }
        var answer = model.Predict(frame);
        return answer.OutOfDistribution
            ? new(
                film,
                number,
                view,
                frame,
                null,
                CannotSayReasons.UnlikeTraining,
                Unlike(answer.OutOfDistributionScore, model.Description.NoveltyLimit)
            )
            : new(film, number, view, frame, answer, null, null);
    }

    /// <summary>One film after the model: its answer, or the reason and the words why there is none.</summary>
    private sealed record LookedAt(
        StudyFilm Film,
        int Number,
        string? View,
        Frame? Frame,
        ImagePrediction? Answer,
        string? Reason,
        BilingualText? Why
    );

    private static Finding Finding(ImagePrediction prediction, double threshold)
    {
        var p = prediction.Probabilities[^1];
        var map = prediction.HeatMap;
        return new Finding(
            "finding-pneumonia",
            "233604007",
            Pneumonia,
            Math.Round(p, 4),
            Math.Round(prediction.Low[^1], 4),
            Math.Round(prediction.High[^1], 4),
            Math.Round(threshold, 4),
            [],
            [],
            new HeatMap(
                map.Rows,
                map.Columns,
                Array.ConvertAll(map.Values, v => MathF.Round(v, 3)),
                p >= threshold ? LungRegion.Of(map) : null
            )
        );
    }

    private static Input Film(FilmSubject subject, Frame? frame) =>
        new(
            "input-film",
            "36643-5",
            new("胸部正位片", "Frontal chest film"),
            Value: null,
            frame is null
                ? new("无法读取", "not readable")
                : new($"{frame.Columns}×{frame.Rows} 像素", $"{frame.Columns} × {frame.Rows} pixels"),
            Unit: "",
            subject.TakenAt,
            subject.Study,
            Imputed: false
        );

    private static readonly BilingualText NoLimits = new(
        "该模型未声明适用于哪些影像，因此不作判断，以医师阅片为准。",
        "The model does not declare for which films it was made, so it does not answer; a clinician's reading takes precedence."
    );

    private static BilingualText Outside(IReadOnlyList<BilingualText> against) =>
        new(
            $"该影像不在模型的适用范围内：{string.Join("；", against.Select(one => one.Zh))}。模型不作判断，以医师阅片为准。",
            $"The film is not one that the model was made for: {string.Join("; ", against.Select(one => one.En))}. The model does not answer; a clinician's reading takes precedence."
        );

    private static BilingualText Unreadable(FrameOutcome.Unreadable why) =>
        new(
            $"影像无法读取：{ImageFaults.Chinese(why.Code)}。{ImageFaults.Remedy(why.Code).Zh}",
            $"The image cannot be read: {why.Reason.TrimEnd('.')}. {ImageFaults.Remedy(why.Code).En}"
        );

    private static BilingualText Unlike(double score, double limit)
    {
        var zh = string.Create(CultureInfo.InvariantCulture, $"差异分{score:0.00}，上限{limit:0.00}");
        var en = string.Create(CultureInfo.InvariantCulture, $"strangeness {score:0.00}, limit {limit:0.00}");
        return new(
            $"该影像与训练所用胸片差异过大（{zh}），模型不作判断，以医师阅片为准；部位、体位或曝光可能与所声明的不同。",
            $"The image is unlike the chest films of the training ({en}): the model does not answer, and a clinician's reading takes precedence. Body part, projection or exposure may differ from what is declared."
        );
    }

    private ModelReference Reference(JsonObject document) =>
        new(
            "pneumonia",
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder))),
            new("胸片肺炎模型", "Chest film pneumonia model"),
            new(
                "PneumoniaMNIST：1～5岁儿童胸片（广州市妇女儿童医疗中心）"
                    + (document["metrics_phantom"] is null ? "" : "，另加合成胸片"),
                "PneumoniaMNIST: chest films of children aged 1–5 (Guangzhou Women and Children's Medical Center)"
                    + (document["metrics_phantom"] is null ? "" : ", with synthetic films added")
            ),
            ModelFigures.Unseen(document)
        );

    public void Dispose()
    {
        if (_model.IsValueCreated)
        {
            _model.Value.Model.Dispose();
        }
    }
}
