using System.Globalization;
using System.Text;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Tests.Tables;

/// <summary>Tables made from a seed, whose truth is known.</summary>
internal static class MadeTables
{
    /// <summary>
    /// Columns <c>id, age, marker, grade, sex, noise, outcome</c>: the log-odds of <c>outcome</c> = 1 rise with age and marker
    /// and for grade c. Every 17th marker and every 23rd grade is missing.
    /// </summary>
    public static string Binary(int rows, int seed = 5)
    {
        var random = new SeededRandom(seed);
        var text = new StringBuilder("id,age,marker,grade,sex,noise,outcome\n");
        for (var i = 0; i < rows; i++)
        {
            var age = 30 + random.Next(50);
            var marker = Math.Exp(random.NextGaussian());
            var grade = "abc"[random.Next(3)];
            var sex = random.Next(2);
            var logit = 0.06 * (age - 55) + 1.2 * Math.Log(marker) + (grade == 'c' ? 1.2 : 0);
            var outcome = random.NextDouble() < Calibration.Sigmoid(logit) ? 1 : 0;
            var seen = i % 17 == 3 ? "" : marker.ToString("F4", CultureInfo.InvariantCulture);
            var told = i % 23 == 4 ? "" : grade.ToString();
            text.Append(
                CultureInfo.InvariantCulture,
                $"p{i},{age},{seen},{told},{sex},{random.NextGaussian():F3},{outcome}\n"
            );
        }
        return text.ToString();
    }

    /// <summary>Three classes, told apart by two numbers: <c>x, y, kind</c>.</summary>
    public static string ThreeClasses(int rows, int seed = 6)
    {
        var random = new SeededRandom(seed);
        var text = new StringBuilder("x,y,kind\n");
        for (var i = 0; i < rows; i++)
        {
            var kind = random.Next(3);
            var x = random.NextGaussian() + (kind == 1 ? 2 : 0);
            var y = random.NextGaussian() + (kind == 2 ? 2 : 0);
            text.Append(CultureInfo.InvariantCulture, $"{x:F3},{y:F3},{new[] { "low", "mid", "top" }[kind]}\n");
        }
        return text.ToString();
    }

    /// <summary>A plan text with one candidate of each kind, for a file.</summary>
    public static string Plan(string data, string target, string kinds = "logistic,lightgbm,network", string extra = "")
    {
        var search = new Dictionary<string, string>
        {
            ["logistic"] = """{"kind":"logistic","c":0.3,"log":true}""",
            ["splines"] = """{"kind":"logistic","c":0.3,"log":true,"splines":true,"lasso":0.5,"pairs":3}""",
            ["imputed"] = """{"kind":"logistic","c":0.3,"log":true,"impute":true}""",
            ["neighbours"] = """{"kind":"neighbours","k":20,"log":true}""",
            ["forest"] = """{"kind":"forest","trees":40,"columns":0,"leaf_rows":3,"extra":false,"shrinkage":10}""",
            ["extra"] = """{"kind":"forest","trees":40,"columns":0.5,"leaf_rows":3,"extra":true,"shrinkage":0}""",
            ["residual"] =
                """{"kind":"network","epochs":6,"rate":0.002,"weight_decay":0.1,"batch":32,"log":true,"width":16,"blocks":1,"dropout":0.1,"copies":2}""",
            ["paths"] =
                """{"kind":"logistic","c":1,"log":true,"path":true},{"kind":"forest","trees":20,"columns":0,"leaf_rows":1,"extra":false,"shrinkage":0,"path":true},{"kind":"lightgbm","rounds":60,"rate":0.1,"leaves":5,"leaf_rows":10,"columns":0.7,"penalty":1,"path":true},{"kind":"neighbours","k":5,"log":true,"path":true}""",
            ["lightgbm"] =
                """{"kind":"lightgbm","rounds":40,"rate":0.1,"leaves":7,"leaf_rows":10,"columns":0.7,"penalty":1}""",
            ["network"] = """{"kind":"network","epochs":4,"rate":0.002,"weight_decay":0.1,"batch":32,"log":true}""",
        };
        return $$"""
            {"format":"xinglin-plan/1","task":"tabular","data":"{{data}}","target":"{{target}}","seed":7,
             "outer_folds":3,"inner_folds":3,"members":3,{{extra}}
             "search":[{{string.Join(",", kinds.Split(',').Select(k => search[k]))}}]}
            """;
    }
}
