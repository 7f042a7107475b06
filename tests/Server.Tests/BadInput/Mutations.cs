using System.Text;

namespace Xinglin.Server.Tests.BadInput;

/// <summary>Ways in which a text is damaged on its way: cut, doubled, swapped, flipped, or filled with what breaks parsers.</summary>
public sealed class Mutations(int seed)
{
    private static readonly byte[][] Splinters =
    [
        .. new[]
        {
            "\"\":\"x\"",
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "null",
            "true",
            "-",
            "1e-9999",
            "1E400",
            "99999999999999999999999999999999999999999",
            "\\u0000",
            "\\ud800",
            "\\uFFFF",
            "\uFFFE",
            "\u202E",
            "\U00020BB7",
            "\0",
            "\u0001",
            "<",
            "/>",
            "<x>",
            "<!DOCTYPE x [<!ENTITY a \"b\">]>",
            "<![CDATA[",
            "&#0;",
            "&nbsp;",
            "<script/>",
            " value=\"\"",
            " extension=\"x\"",
            " xmlns=\"urn:hl7-org:v3\"",
            "\n",
            "\r\n",
            ";;;;",
            ",,,,",
            "=1+1",
            "0001-01-01",
            "9999-12-31T23:59:59-14:00",
            "Patient/",
            "Patient?identifier=%zz",
            "urn:uuid:",
            "../",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0xEF, 0xBB, 0xBF],
    ];

    private readonly Random _random = new(seed);

    public byte[] Next(byte[] whole)
    {
        var bytes = whole;
        for (var many = _random.Next(10) < 6 ? 1 : _random.Next(2, 5); many > 0 && bytes.Length > 1; many--)
            bytes = One(bytes);
        return bytes;
    }

    private byte[] One(byte[] bytes)
    {
        var at = _random.Next(bytes.Length);
        var length = Math.Min(bytes.Length - at, 1 << _random.Next(8));
        switch (_random.Next(12))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 2:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 3:
                var flipped = (byte[])bytes.Clone();
                flipped[at] ^= (byte)(1 << _random.Next(8));
                return flipped;
            case 4:
                return
                [
                    .. bytes[..at],
                    .. Splinters[_random.Next(Splinters.Length)],
                    .. bytes[Math.Min(bytes.Length, at + _random.Next(4))..],
                ];
            case 5:
                var depth = _random.Next(1, 400);
                var opening = Splinters[_random.Next(5)];
                return [.. bytes[..at], .. Enumerable.Repeat(opening, depth).SelectMany(part => part), .. bytes[at..]];
            case 6:
                var other = _random.Next(bytes.Length);
                var (first, last) = (Math.Min(at, other), Math.Max(at, other));
                return [.. bytes[last..], .. bytes[first..last], .. bytes[..first]];
            case 7:
                return [.. bytes[..at], .. Splinters[_random.Next(Splinters.Length)], .. bytes[at..]];
            default:
                // The smallest slips, which leave most texts whole: one letter or digit for another.
                var from = Array.FindIndex(bytes, at, letter => char.IsAsciiLetterOrDigit((char)letter));
                if (from < 0)
                    return bytes;
                var slipped = (byte[])bytes.Clone();
                slipped[from] = (byte)"0123456789ABCxyz"[_random.Next(16)];
                return slipped;
        }
    }

    /// <summary>A good text of each kind, with enough in it to go wrong.</summary>
    public static byte[] Whole(string kind) =>
        Encoding.UTF8.GetBytes(
            kind switch
            {
                "xml" => """
                <Patient xmlns="http://hl7.org/fhir"><id value="m1"/><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>王 <b>x</b></p></div></text><extension url="http://a"><valueString value="b"/></extension><identifier><system value="urn:h"/><value value="7"/></identifier><name><family value="王"/><given value="秀英"/></name><gender value="female"/><birthDate value="1950-01-02"/><contact><name><text value="x"/></name></contact></Patient>
                """,
                "ndjson" => """
                {"resourceType":"Patient","id":"n1","birthDate":"1950-01-02","gender":"male","name":[{"family":"王","given":["a","b"]}]}
                {"resourceType":"Observation","id":"n2","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"Patient/n1"},"effectiveDateTime":"2026-01-14","valueQuantity":{"value":71.50,"system":"http://unitsofmeasure.org","code":"/min"}}
                {"resourceType":"Condition","id":"n3","code":{"coding":[{"system":"http://snomed.info/sct","code":"38341003"}]},"subject":{"reference":"Patient/n1"},"onsetDateTime":"2019-06"}
                """,
                "csv" =>
                    "patient,time,code,value,unit\nn1,2026-05-30 07:30,glucose,126,mg/dL\nn1,2026-05-30T08:30+08:00,血压,120/80,mmHg\n\"n1\",2026年5月29日 7:30,体重,\"70.5\",kg\n",
                "bundle" => """
                {"resourceType":"Bundle","type":"transaction","entry":[
                {"fullUrl":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a","resource":{"resourceType":"Patient","identifier":[{"system":"urn:h","value":"7"}],"name":[{"family":"王"}],"birthDate":"1950-01-02"},"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:h|7"}},
                {"resource":{"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"subject":{"reference":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a"},"effectiveDateTime":"2026-05-01T08:00:00+08:00","valueQuantity":{"value":132.5,"system":"http://unitsofmeasure.org","code":"mm[Hg]"}},"request":{"method":"PUT","url":"Observation/o"}},
                {"request":{"method":"GET","url":"Patient?name=x"}}]}
                """,
                _ => """
                {"resourceType":"Patient","id":"m1","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>x</p></div>"},"extension":[{"url":"http://a","valueDecimal":1.20}],"identifier":[{"system":"urn:h","value":"7"}],"name":[{"family":"王","given":["秀","英"],"_given":[null,{"extension":[{"url":"http://b","valueBoolean":true}]}]}],"birthDate":"1950-01-02","contact":[{"name":{"text":"x"}}],"managingOrganization":{"reference":"Organization/none"}}
                """,
            }
        );
}
