using System.Globalization;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Quality;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Limits;
using Xinglin.Terminology.Measurements;
using Xinglin.Terminology.Text;
using Xinglin.Terminology.Units;

namespace Xinglin.Exchange.Import.Runs;

/// <summary>The wording of every rejection of a row of home readings, in one place.</summary>
internal static class ImportRejections
{
    /// <summary>The rejection of one cell, with its column as the header may name it.</summary>
    public static RejectedItem In(this RejectedItem refused, string column) =>
        refused with
        {
            Reason = new BilingualText($"{Chinese(column)}列：", $"Column \"{column}\": ") + refused.Reason,
        };

    private static string Chinese(string column) =>
        column switch
        {
            "patient" => "“患者（patient）”",
            "time" => "“时间（time）”",
            "code" => "“项目（code）”",
            "value" => "“数值（value）”",
            "unit" => "“单位（unit）”",
            _ => $"“{column}”",
        };

    /// <summary>Something that no reader here understands, and that none has words for.</summary>
    public static RejectedItem Unreadable(string at) =>
        new(
            at,
            RejectionCodes.Unreadable,
            new(
                "无法读懂此处的内容；未存入该项，其余继续。",
                "This cannot be made sense of; it was not stored, and the rest went on."
            ),
            new(
                "请在来源系统检查该项后重新导出；若看来无误，请将其去除患者信息后报告。",
                "Check the item at the source and export it again; if it looks right, report it without a patient's data."
            )
        );

    /// <summary>The same content was here, and somebody deleted it or marked it as entered in error.</summary>
    public static RejectedItem Withdrawn(string place, string type, string id) =>
        new(
            place,
            RejectionCodes.Withdrawn,
            new(
                $"相同内容曾导入为 {type}/{id}，之后已被删除或标记为误录：保持撤回状态。",
                $"The same content was taken in before as {type}/{id}, and was then deleted or marked as entered in error: it stays so."
            ),
            new(
                "如撤回有误，请在该记录上更正其状态；重复导入不会恢复。",
                "If that was wrong, correct the status of that record; importing it again does not bring it back."
            )
        );

    public static RejectedItem NoWork(string patient) =>
        new(
            patient,
            RejectionCodes.WorkFailed,
            new(
                "数据已存入，但无法据此确定需要的分析；未请求分析。",
                "The data are stored, but what analysis they ask for cannot be told; none was requested."
            ),
            new(
                "请查看该患者的“待确认资料”，更正后重新导入。",
                "See the patient's data to be confirmed, correct them and import again."
            )
        );

    public static RejectedItem ForbiddenCharacter(string at, string column, int character) =>
        new(
            at,
            RejectionCodes.Character,
            new(
                $"{Chinese(column)}列含有不允许的字符 {Characters.Name(character)}。",
                $"The column \"{column}\" holds {Characters.Name(character)}, a character that is not allowed."
            ),
            new("请删除该字符后重新导入该行。", "Remove the character and import the row again.")
        );

    public static RejectedItem LineTooLong(string at, int longest) =>
        new(
            at,
            RejectionCodes.TooLarge,
            new($"该行超过 {longest} 字节。", $"The line is longer than {longest} bytes."),
            new("请检查是否缺少换行符。", "Check whether line breaks are missing.")
        );

    public static RejectedItem MissingColumns(string at, string[] missing) =>
        new(
            at,
            RejectionCodes.MissingColumn,
            new($"表头缺少列：{string.Join("、", missing)}。", $"The header lacks: {string.Join(", ", missing)}."),
            new(
                "首行须为 patient,time,code,value,unit（或 患者,时间,项目,数值,单位）。",
                "The first line must be patient,time,code,value,unit (or 患者,时间,项目,数值,单位)."
            )
        );

    public static RejectedItem UnbalancedQuote(string at) =>
        new(
            at,
            RejectionCodes.WrongColumns,
            new("该行引号不成对。", "A quotation mark in this line is left open."),
            new("请补全或删除该引号。", "Close or remove the quotation mark.")
        );

    public static RejectedItem WrongColumns(string at, int expected, int found) =>
        new(
            at,
            RejectionCodes.WrongColumns,
            new($"该行有 {found} 列，表头有 {expected} 列。", $"The line has {found} columns, the header {expected}."),
            new(
                "请检查分隔符；含分隔符的内容须加引号。",
                "Check the separators; a cell that contains one must stand in quotation marks."
            )
        );

    public static RejectedItem MissingValue(string at, string column, string code) =>
        column == "unit"
            ? new(
                at,
                RejectionCodes.MissingValue,
                new("“单位（unit）”列为空，不作猜测。", "The column \"unit\" is empty; it is not guessed."),
                new($"请填写单位{Listed(code, "，如 ")}。", $"Write the unit{Listed(code, ", one of ")}.")
            )
            : new(
                at,
                RejectionCodes.MissingValue,
                new($"{Chinese(column)}列为空。", $"The column \"{column}\" is empty."),
                new("请补填后重新导入该行。", "Fill it in and import the row again.")
            );

    public static RejectedItem UnknownVariable(string at, string code) =>
        new(
            at,
            RejectionCodes.UnknownVariable,
            new($"无法识别的项目“{Short(code)}”。", $"\"{Short(code)}\" is not a home reading that is known here."),
            new($"可用项目：{HomeMeasurementType.Known.Zh}。", $"Use one of: {HomeMeasurementType.Known.En}.")
        );

    public static RejectedItem NotADate(string at, string text) =>
        new(
            at,
            RejectionCodes.NotADate,
            new($"无法确定时间“{Short(text)}”。", $"\"{Short(text)}\" is not an unambiguous date and time."),
            new(
                "请写成 2026-01-31 07:30 或 2026-01-31T07:30+08:00。",
                "Write 2026-01-31 07:30 or 2026-01-31T07:30+08:00."
            )
        );

    public static RejectedItem FutureDate(string at, string text) =>
        new(
            at,
            RejectionCodes.FutureDate,
            new($"测量时间“{Short(text)}”晚于当前时间。", $"The reading's time \"{Short(text)}\" is in the future."),
            new("请核对日期及设备时钟。", "Check the date and the clock of the device.")
        );

    public static RejectedItem TooOld(string at, string text) =>
        new(
            at,
            RejectionCodes.NotADate,
            new($"测量时间“{Short(text)}”早于 1990 年。", $"The reading's time \"{Short(text)}\" is before 1990."),
            new("请核对日期；设备时钟可能已重置。", "Check the date; the clock of the device may have been reset.")
        );

    public static RejectedItem UnknownUnit(string at, string unit, string loinc)
    {
        var name = CodeNames.Loinc(loinc);
        return new(
            at,
            RejectionCodes.UnknownUnit,
            new(
                $"“{Short(unit)}”不是{name.Zh}的已知单位。",
                $"\"{Short(unit)}\" is not a known unit of {name.En.ToLowerInvariant()}."
            ),
            new($"已知单位：{UnitConversion.Listed(loinc)}。", $"Known units: {UnitConversion.Listed(loinc)}.")
        );
    }

    public static RejectedItem NotANumber(string at, string value, HomeMeasurementType variable) =>
        variable.Loinc == LoincCodes.BloodPressurePanel
            ? new(
                at,
                RejectionCodes.NotANumber,
                new($"“{Short(value)}”不是“收缩压/舒张压”。", $"\"{Short(value)}\" is not systolic/diastolic."),
                new(
                    "请写成 120/80；或用 收缩压（8480-6）与 舒张压（8462-4）各写一行。",
                    "Write 120/80, or one row each for systolic (8480-6) and diastolic (8462-4)."
                )
            )
            : new(
                at,
                RejectionCodes.NotANumber,
                new($"“{Short(value)}”不是数值。", $"\"{Short(value)}\" is not a number."),
                new(
                    "请填写数字；仪器显示 HI、LO 时请勿导入，改记入病历。",
                    "Write a number. A display of HI or LO is not a number: put it in the notes."
                )
            );

    public static RejectedItem Impossible(
        string at,
        string unit,
        string loinc,
        decimal value,
        PhysiologicalLimits limits
    )
    {
        var name = CodeNames.Loinc(loinc);
        var written = string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##} {UnitNames.Display(unit)}");
        var meant = UnitGuess.Likelier((double)value, unit, loinc);
        var likelier = meant is null ? null : UnitNames.Display(meant);
        return new(
            at,
            RejectionCodes.Impossible,
            new(
                $"{name.Zh} {written} 超出家庭自测的可能范围（{limits}）。",
                $"{name.En} {written} is outside what can be measured at home ({limits})."
            ),
            likelier is null
                ? new("请核对数值与单位。", "Check the number and the unit.")
                : new(
                    $"请核对单位：若实为 {likelier}，请改为 {likelier}。",
                    $"Check the unit: if it was {likelier}, write {likelier}."
                )
        );
    }

    public static RejectedItem PressuresReversed(string at, decimal systolic, decimal diastolic) =>
        new(
            at,
            RejectionCodes.Impossible,
            new(
                string.Create(CultureInfo.InvariantCulture, $"收缩压 {systolic:0.#} 不高于舒张压 {diastolic:0.#}。"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The systolic pressure {systolic:0.#} is not above the diastolic {diastolic:0.#}."
                )
            ),
            new("请按“收缩压/舒张压”的顺序填写。", "Write systolic first: 120/80.")
        );

    public static RejectedItem UnknownPatient(string at, string number) =>
        new(
            at,
            RejectionCodes.UnknownPatient,
            new(
                $"系统中没有编号为“{Number(number)}”的患者。",
                $"There is no patient with the number \"{Number(number)}\"."
            ),
            new(
                "请先导入该患者（FHIR Patient），或核对编号；若确为新患者，可用命令 import --new-patients 建档。",
                "Import the patient first (a FHIR Patient), or check the number; xinglin import --new-patients makes a record for a new one."
            )
        );

    public static RejectedItem AmbiguousPatient(string at, string number) =>
        new(
            at,
            RejectionCodes.AmbiguousPatient,
            new(
                $"编号“{Number(number)}”对应多名患者。",
                $"The number \"{Number(number)}\" belongs to more than one patient."
            ),
            new(
                "请改用系统内的患者 id（Patient.id），或写成“编号系统|编号”。",
                "Write the patient's own id (Patient.id) instead, or the number as system|value."
            )
        );

    /// <summary>What the sender wrote, cut so that a report stays readable.</summary>
    public static string Short(string text)
    {
        text = Characters.Clean(text);
        return text.Length <= 40 ? text : text[..(char.IsHighSurrogate(text[39]) ? 39 : 40)] + "…";
    }

    /// <summary>A patient's number as it was written; what is no number may be a name, and is not repeated.</summary>
    private static string Number(string text) =>
        text.Any(char.IsAsciiDigit) && text.All(c => char.IsAscii(c) && !char.IsControl(c) && c != ' ')
            ? Short(text)
            : "…";

    private static string Listed(string code, string before) =>
        HomeMeasurementType.Find(code) is { } variable
        && UnitConversion.Listed(variable.Loinc) is { Length: > 0 } listed
            ? before + listed
            : "";
}
