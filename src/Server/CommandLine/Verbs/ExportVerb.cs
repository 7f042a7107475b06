using System.CommandLine;
using Xinglin.Formats;
using Xinglin.Learning.Onnx;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.CommandLine.Verbs.Training;
using Xinglin.Synthesis.Images;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin export</c>: a model as one ONNX file.</summary>
public static class ExportVerb
{
    public static Command Build()
    {
        var model = new Option<string>("--model")
        {
            Description =
                "the folder of a tabular, survival, image, series, segmentation or forecast model, or of an image generator",
            HelpName = "DIR",
            Required = true,
        };
        var output = new Option<string>("--out")
        {
            Description = "the ONNX file to write",
            HelpName = "M.onnx",
            Required = true,
        };
        output.Validators.Add(result =>
        {
            if (!OnnxPrediction.Is(result.GetValueOrDefault<string>() ?? ""))
                result.AddError("--out: name a file that ends with .onnx.");
        });
        var overriding = PrivacyOptions.Override();
        var json = CommonOptions.Json();
        var verb = new Command(
            "export",
            "write a model as an ONNX file, after checking that it answers as the folder does"
                + "\n\nexample: xinglin export --model models/heart-disease/1.1.0 --out heart.onnx"
        )
        {
            model,
            output,
            overriding,
            json,
        };
        verb.SetAction(
            (parsed, _) =>
            {
                OnnxExportResult result;
                try
                {
                    result = OnnxExport.Run(
                        parsed.GetValue(model)!,
                        parsed.GetValue(output)!,
                        GeneratorGraph.Family(parsed.GetValue(overriding), TimeProvider.System)
                    );
                }
                catch (InvalidInputException refused) when (refused.Code == InvalidInputException.Privacy)
                {
                    Terminal.Fault(refused.Message);
                    return Task.FromResult(ExitCode.SomeRefused);
                }
                if (parsed.GetValue(json))
                {
                    Terminal.Json(result.ToJson());
                }
                else
                {
                    Terminal.Line(
                        FormattableString.Invariant(
                            $"{parsed.GetValue(output)}: {result.Bytes:N0} bytes; {result.Compared} answers compared, the largest difference is {result.Difference:0.0e+0}"
                        )
                    );
                    if (result.TrainingRows > 0)
                    {
                        Terminal.Line(
                            FormattableString.Invariant(
                                $"it holds {result.TrainingRows:N0} prepared training rows (nearest neighbours): keep it as you keep the data"
                            )
                        );
                    }
                }
                return Task.FromResult(ExitCode.Done);
            }
        );
        return verb;
    }
}
