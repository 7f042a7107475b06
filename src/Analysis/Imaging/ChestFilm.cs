using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Analysis.Predictions;
using Xinglin.Dicom.Frames;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Images;
using Xinglin.Records.Quality;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Imaging;

/// <summary>
/// How likely pneumonia is on a frontal chest film. A film that cannot be read, or is unlike the films of the training,
/// gets "cannot say". Thread-safe; the model is loaded once, on first use.
/// </summary>
/// <param name="modelFolder">Folder <c>models/pneumonia/version</c>.</param>
public sealed class ChestFilm(string modelFolder, TimeProvider clock) : IDisposable
{
    private static readonly BilingualText Pneumonia = new("肺炎", "Pneumonia");

    private readonly Lazy<(ImageModel Model, JsonObject Document)> _model = new(() =>
        (ImageModel.Load(modelFolder), Checkpoint.LoadDocument(modelFolder))
    );

    /// <summary>The reading of a film.</summary>
    /// <param name="outcome">The frame, or why there is none.</param>
    /// <param name="predictionId">The FHIR id that the reading gets.</param>
    /// <exception cref="InvalidInputException">The model folder is missing or was changed.</exception>
    public Prediction Read(FrameOutcome outcome, FilmSubject subject, string predictionId)
    {
        var (model, document) = _model.Value;
        var context = new PredictionContext(
            predictionId,
            PredictionKind.Imaging,
            subject.PatientId,
            subject.Study,
            Reference(document),
            clock.GetUtcNow(),
            subject.Synthetic,
            subject.Instance
        );
        if (outcome is not FrameOutcome.Readable { Frame: var frame })
        {
            var why = (FrameOutcome.Unreadable)outcome;
            return new Prediction.CannotSay(
                context,
                [Film(subject, null)],
                CannotSayReasons.Unreadable,
                Unreadable(why)
            );
        }
        var inputs = new[] { Film(subject, frame) };
        var prediction = model.Predict(frame);
        return prediction.OutOfDistribution
            ? new Prediction.CannotSay(
                context,
                inputs,
                CannotSayReasons.UnlikeTraining,
                Unlike(prediction.OutOfDistributionScore, model.Description.NoveltyLimit)
            )
            : new Prediction.Findings(context, inputs, [Finding(prediction, model.Description.Threshold)]);
    }

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

    private static BilingualText Unreadable(FrameOutcome.Unreadable why) =>
        new(
            $"影像无法读取：{ImageFaults.Chinese(why.Code)}。请检查原始文件并由影像设备或PACS重新发送。",
            $"The image cannot be read: {why.Reason} Check the original and send it again from the modality or the PACS."
        );

    private static BilingualText Unlike(double score, double limit)
    {
        var zh = string.Create(CultureInfo.InvariantCulture, $"差异分{score:0.00}，上限{limit:0.00}");
        var en = string.Create(CultureInfo.InvariantCulture, $"strangeness {score:0.00}, limit {limit:0.00}");
        return new(
            $"该影像与训练所用胸片差异过大（{zh}），模型不作判断。请核对部位、体位与曝光，并由医师阅片。",
            $"The image is unlike the chest films of the training ({en}): the model does not answer. Check body part, projection and exposure; a clinician must read the film."
        );
    }

    private ModelReference Reference(JsonObject document)
    {
        // A model that was also trained on phantom films states its figures apart; any other has one set.
        var figures = new List<Figure>(
            ModelFigures.From((document["metrics_real"] ?? document["metrics"])?.AsObject() ?? [])
        );
        var phantoms = document["metrics_phantom"] as JsonObject;
        if (phantoms is not null)
        {
            figures.AddRange(ModelFigures.From(phantoms, "(phantom films)"));
        }
        return new ModelReference(
            "pneumonia",
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder))),
            new("胸片肺炎模型", "Chest film pneumonia model"),
            new(
                "PneumoniaMNIST：1～5岁儿童胸片（广州市妇女儿童医疗中心）" + (phantoms is null ? "" : "，另加合成胸片"),
                "PneumoniaMNIST: chest films of children aged 1–5 (Guangzhou Women and Children's Medical Center)"
                    + (phantoms is null ? "" : ", with synthetic films added")
            ),
            figures
        );
    }

    public void Dispose()
    {
        if (_model.IsValueCreated)
        {
            _model.Value.Model.Dispose();
        }
    }
}
