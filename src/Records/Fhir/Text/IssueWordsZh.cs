using System.Text.RegularExpressions;

namespace Xinglin.Records.Fhir.Text;

/// <summary>What is said of a fault of a text, in Chinese: of the sentences that are known; any other is as it is, and says so.</summary>
public static class IssueWordsZh
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;

    private static readonly (Regex Said, string Zh)[] Known =
    [
        // The parser's.
        Of(@"^Empty FHIR elements are invalid\.?$", "元素不能为空。"),
        Of(@"^Xml node of type '.*' is unexpected at this point\.?$", "此处不应有这样的 XML 内容。"),
        Of(
            @"^\w+ '([^']*)' with minimum cardinality (\d+) (?:cannot be null|must be present).*$",
            "元素“$1”至少须有 $2 个，此处没有。"
        ),
        Of(
            @"^\w+ with minimum cardinality (\d+) (?:cannot be null|must be present).*$",
            "该元素至少须有 $1 个，此处没有。"
        ),
        Of(@"^.*has (\d+) elements, but minimum cardinality is (\d+).*$", "此处有 $1 个，至少须有 $2 个。"),
        Of(@"^.*has (\d+) elements, but maximum cardinality is (\d+).*$", "此处有 $1 个，至多 $2 个。"),
        Of(
            @"^The value is not a correct code for valueset '([^']*)'; sent: ([^;]*); allowed: (.*)\.$",
            "该值（$2）不是值集“$1”中的代码；可用：$3。"
        ),
        Of(
            @"^The value is not a correct code for valueset '([^']*)'; sent: ([^;]*); allowed are the (\d+) codes of that value set of FHIR R4, such as (.*)\.$",
            "该值（$2）不是值集“$1”（FHIR R4，共 $3 个代码，如 $4）中的代码。"
        ),
        Of(
            @"^The value is not a correct code for valueset '([^']*)'; allowed are the (\d+) codes of that value set of FHIR R4, such as (.*)\.$",
            "该值不是值集“$1”（FHIR R4，共 $2 个代码，如 $3）中的代码。"
        ),
        Of(
            @"^The value is not a correct code for valueset '([^']*)'; allowed: (.*)\.$",
            "该值不是值集“$1”中的代码；可用：$2。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (boolean); write .*$",
            "该值不符合 $1 的写法；应为 true 或 false。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (integer); write .*$",
            "该值不符合 $1 的写法；应为 -2147483648 至 2147483647 的整数。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (positiveInt); write .*$",
            "该值不符合 $1 的写法；应为 1 至 2147483647 的整数。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (unsignedInt); write .*$",
            "该值不符合 $1 的写法；应为 0 至 2147483647 的整数。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (decimal); write .*$",
            "该值不符合 $1 的写法；只写数字，小数用点，不用千位逗号。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (id); write .*$",
            "该值不符合 $1 的写法；只可用英文字母、数字、- 和 .，至多 64 个。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (code); write .*$",
            "该值不符合 $1 的写法；前后不得有空白，中间至多一个空格。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (oid); write .*$",
            "该值不符合 $1 的写法；应为 urn:oid: 加以点分隔的数字。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (uuid); write .*$",
            "该值不符合 $1 的写法；应为 urn:uuid: 加小写 UUID。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (base64Binary); write .*$",
            "该值不符合 $1 的写法；应为 base64 编码。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (uri|url|canonical); write .*$",
            "该值不符合 $1 的写法；应为不含空白的地址。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (\w+); sent: ([^;]*); write (.*?)(?: or (\S*))?\.$",
            "该值（形如 $2）不符合 $1 的写法；应为 $3 $4。"
        ),
        Of(
            @"^The value is not (?:a correct|the right type of) literal for an? (\w+); write (.*?)(?: or (\S*))?\.$",
            "该值不符合 $1 的写法；应为 $2 $3。"
        ),
        Of(@"^The value is not a correct code for valueset '([^']*)'\.?$", "该值不是值集“$1”中的代码。"),
        Of(@"^The value is not a correct literal for an? (\w+)\.?$", "该值不符合 $1 的写法。"),
        Of(@"^The value is not the right type of literal for an? (\w+)\.?$", "该值的类型不适合 $1。"),
        Of(
            @"^(?:Encountered|Found) unknown (?:element|member|attribute|property) '([^']*)'.*$",
            "FHIR R4 没有元素“$1”。"
        ),
        Of(@"^(?:Encountered|Found) unknown (?:resource )?type '([^']*)'.*$", "FHIR R4 没有资源类型“$1”。"),
        Of(@"^Resource has no 'resourceType' property.*$", "资源没有 resourceType。"),
        Of(@"^Property 'resourceType' should be a string.*$", "resourceType 须为字符串。"),
        Of(@"^.*'([^']*)' has incorrect casing, expected '([^']*)'.*$", "“$1”的大小写不对，应为“$2”。"),
        Of(
            @"^Element '([^']*)' is not in the correct order(?: and|,) should (?:come|go) before element '([^']*)'.*$",
            "元素“$1”的次序不对，应在“$2”之前。"
        ),
        Of(@"^.*'([^']*)' is suffixed with unexpected type.*$", "元素“$1”后缀的类型在此不允许。"),
        Of(@"^Choice element.*should be suffixed by a type.*$", "此元素的名称须带有类型后缀。"),
        Of(
            @"^.*'([^']*)' does not repeat, so an array must not be used here.*$",
            "元素“$1”只能有一个，此处不得使用数组。"
        ),
        Of(@"^.*'([^']*)' repeats, an array must be used here.*$", "元素“$1”可重复，此处须使用数组。"),
        Of(@"^.*'([^']*)' has an empty (?:string )?value.*$", "“$1”的值为空，不允许。"),
        Of(@"^.*'([^']*)' cannot have just a null value.*$", "“$1”不得只有 null。"),
        Of(@"^Expected a primitive value, not a json null.*$", "此处须有值，不得为 null。"),
        Of(@"^Encountered duplicate property '([^']*)'.*$", "成员“$1”出现两次。"),
        Of(@"^An array needs to have at least one element.*$", "数组不得为空。"),
        Of(@"^Arrays need to have at least one non-null element.*$", "数组不得只有 null。"),
        Of(@"^An object needs to have at least one property.*$", "对象不得为空。"),
        Of(@"^(?:Nested array detected|Invalid nested array).*$", "数组中不得再有数组。"),
        Of(@"^Expected start of object.*$", "此处须为对象。"),
        Of(@"^Encountered an empty resource container.*$", "此处须有一个资源，却为空。"),
        Of(@"^Encountered multiple elements in a resource container.*$", "此处只能有一个资源。"),
        Of(@"^Expected property to be a collection of (\w+), .*$", "此处可重复（$1），须使用数组。"),
        Of(@"^Expected property to be an? (?:single )?(\w+), .*$", "此处须为单个 $1。"),
        Of(@"^Repeating elements should not contain a null value.*$", "可重复的元素中不得有 null。"),
        Of(@"^(?:Mandatory field cannot|Cannot) be null.*$", "此处须有值。"),
        // This program's.
        Of(
            @"^No FHIR resource was found: it must be an object with a resourceType\.$",
            "没有找到 FHIR 资源：须为带有 resourceType 的对象。"
        ),
        Of(
            @"^The text is not complete JSON at ([^:]*): .*$",
            "JSON 在 {$1} 处不完整：请检查文件是否被截断或手工改动过。"
        ),
        Of(
            @"^The text is not well-formed XML at ([^:]*): .*$",
            "XML 在 {$1} 处格式有误：请检查文件是否被截断或手工改动过。"
        ),
        Of(
            @"^The (?:members|elements) at (line \d+(?:, column \d+)?) are .*$",
            "{$1} 处嵌套过深：FHIR 资源不需要如此多层。"
        ),
        Of(@"^The text is not UTF-8: .*$", "文本不是 UTF-8 编码：请转存为 UTF-8 后重新发送。"),
        Of(
            @"^The text cannot be read as FHIR from here on: .*$",
            "由此处起无法按 FHIR 读取：此处应为其他元素、属性或值。"
        ),
        Of(@"^The narrative is not well-formed XML\.$", "叙述文本（text.div）不是格式正确的 XML。"),
        Of(
            @"^The narrative is not the XHTML that FHIR allows: .*$",
            "叙述文本（text.div）不是 FHIR 允许的 XHTML：只可有一个 <div> 及基本格式、链接和图片。"
        ),
        Of(@"^FHIR's rule txt-2: .*$", "叙述文本违反 FHIR 规则 txt-2：既无文字也无图片；请写明内容，或去掉叙述文本。"),
        Of(
            @"^An entity of HTML is at (line \d+, column \d+) of the \w+, .*$",
            "{$1} 处有 HTML 实体，XML 不认识：请直接写该字符，或写数字引用（如 &#160;）。"
        ),
        Of(@"^The text is only white space, .*$", "文本只有空白字符，FHIR 不视为文本：请写明内容，或去掉该元素。"),
        Of(
            @"^FHIR's rule txt-1: (.*)\. Send plain formatting only\.$",
            "叙述文本违反 FHIR 规则 txt-1（$1）；请只用基本格式。"
        ),
        Of(
            @"^The number is too large or too small to be kept; .*$",
            "数值过大或过小，无法保存；不会四舍五入为零，请更正。"
        ),
        Of(@"^A member has an empty name: .*$", "成员名为空：FHIR 没有这样的元素；请更正或删除。"),
        Of(@"^The element says again, in another type, .*$", "该元素以另一种类型重复了前一元素所述：请保留其一。"),
        Of(@"^The member occurs twice in its object: .*$", "同一对象中该成员出现两次：请保留其一。"),
        Of(@"^The object has more than (\d+) members: .*$", "对象的成员超过 $1 个：FHIR 元素没有这么多。"),
        Of(
            @"^The text holds (.*), a character that FHIR \(and XML 1\.0\) does not allow.*$",
            "文本含有 FHIR 不允许的字符（$1）：请在来源系统删除。"
        ),
        Of(@"^This is a C-CDA document.*$", "这是 C-CDA 文档（或其部分），目前不能接收：请发送 FHIR R4。"),
        Of(@"^The root is not of the namespace (\S+): .*$", "根元素不属于命名空间 $1：不是 FHIR 资源。"),
        Of(@"^The attribute ""([^""]*)"" may not stand here: .*$", "属性“$1”不得在此：在 FHIR XML 中它是单独的元素。"),
        Of(@"^An attribute may not stand here: .*$", "此处不得有该属性：在 FHIR XML 中它是单独的元素。"),
    ];

    public static string Of(string said)
    {
        foreach (var (sentence, zh) in Known)
        {
            if (sentence.Match(said) is { Success: true } match)
                return Places.Replace(match.Result(zh), place => PlaceWords.Zh(place.Groups[1].Value));
        }

        return $"（原文）{said}";
    }

    private static readonly Regex Places = new(@"\{([^}]*)\}", Options);

    private static (Regex, string) Of(string said, string zh) => (new Regex(said, Options), zh);
}
