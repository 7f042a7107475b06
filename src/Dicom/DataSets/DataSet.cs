using System.Collections;

namespace Xinglin.Dicom.DataSets;

/// <summary>
/// Data elements in ascending order of their tags (PS3.5 section 7). Not safe for threads that write.
/// </summary>
public sealed partial class DataSet : IEnumerable<DataElement>
{
    private readonly SortedDictionary<Tag, DataElement> _elements = [];
    private CharacterSet? _characterSet;
    private DataSet? _parent;

    public int Count => _elements.Count;

    public bool Contains(Tag tag) => _elements.ContainsKey(tag);

    /// <summary>The element, or null when it is absent.</summary>
    public DataElement? Find(Tag tag) => _elements.GetValueOrDefault(tag);

    public bool Remove(Tag tag) => _elements.Remove(tag);

    public IEnumerator<DataElement> GetEnumerator() => _elements.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>An empty item for a sequence of this data set, with its character set.</summary>
    public DataSet NewItem() => new() { _parent = this };

    /// <summary>Keeps an element as it was read.</summary>
    internal void Put(DataElement element)
    {
        _elements[element.Tag] = element;
        foreach (var item in element.Items ?? [])
            item._parent = this;
        if (element.Tag == Tags.SpecificCharacterSet)
            _characterSet = null;
    }

    /// <summary>The character set stated here, or by the data set around it (PS3.5 section 7.5.3).</summary>
    private CharacterSet CharacterSet
    {
        get
        {
            if (_characterSet is { } known)
                return known;
            var element = Find(Tags.SpecificCharacterSet);
            if (element is null)
                return _parent?.CharacterSet ?? CharacterSet.Default;
            var terms = CharacterSet.Default.Decode(element.Bytes.Span).Split('\\').Select(Trim).ToArray();
            return _characterSet =
                CharacterSet.Find(terms)
                ?? throw new DicomFormatException(
                    DicomFaults.MalformedValue,
                    "Specific Character Set (0008,0005) names a character set that DICOM does not define",
                    element.Offset,
                    "Correct (0008,0005), for example to ISO_IR 192 or GB18030.",
                    Tags.SpecificCharacterSet
                );
        }
    }

    private static string Trim(string value) => value.Trim(' ', '\0');
}
