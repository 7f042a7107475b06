using System.Buffers.Binary;
using System.Text;
using Xinglin.Formats.Safetensors;

namespace Xinglin.Formats.Tests.Safetensors;

public sealed class SafetensorsTests
{
    [Fact]
    public void What_was_written_is_read_again_bit_for_bit()
    {
        var tensors = new Dictionary<string, NamedTensor>
        {
            ["layer.weight"] = new NamedTensor.Floats([2, 3], [1, -2.5f, float.Epsilon, 0, 3e30f, -0f]),
            ["empty"] = new NamedTensor.Floats([0, 4], []),
            ["scalar"] = new NamedTensor.Floats([], [7]),
            ["trees"] = new NamedTensor.Bytes([5], "tree\n"u8.ToArray()),
        };
        var again = SafetensorsFile.Read(SafetensorsFile.Write(tensors), "w");
        again.Should().BeEquivalentTo(tensors, o => o.PreferringRuntimeMemberTypes());
    }

    [Fact]
    public void Half_precision_brain_floats_doubles_and_whole_numbers_are_read_as_floats()
    {
        var file = File(
            """{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]},"d":{"dtype":"F64","shape":[1],"data_offsets":[6,14]},"i":{"dtype":"I64","shape":[],"data_offsets":[14,22]}}""",
            [0x00, 0x3C, 0x00, 0xC1, 0x20, 0x40, .. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(42L)]
        );
        var read = SafetensorsFile.Read(file, "w");
        Floats(read["h"]).Should().Equal(1f, -2.5f);
        Floats(read["b"]).Should().Equal(2.5f);
        Floats(read["d"]).Should().Equal(0.1f);
        Floats(read["i"]).Should().Equal(42f);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8, "tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "leave a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 9, "belong to none")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 2, "pass the end")]
    [InlineData("""{"a":{"dtype":"F8","shape":[1],"data_offsets":[0,4]}}""", 4, "dtype 'F8'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "does not fill")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "not a safetensors header")]
    [InlineData("""{"a":7}""", 0, "not a safetensors header")]
    [InlineData("""{"a":""", 0, "not a safetensors header")]
    public void A_malformed_file_is_refused_with_its_place(string header, int dataBytes, string place)
    {
        var read = () => SafetensorsFile.Read(File(header, new byte[dataBytes]), "w.safetensors");
        var refusal = read.Should().Throw<InvalidInputException>().Which;
        refusal.Place.Should().Contain("w.safetensors").And.Contain(place);
        refusal.Remedy.Should().NotBeEmpty();
    }

    [Fact]
    public void A_header_longer_than_the_file_is_refused()
    {
        var file = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(file, ulong.MaxValue);
        Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(file, "w"));
    }

    [Fact]
    public void A_pickle_is_refused_by_name()
    {
        byte[] pickle = [0x80, 0x02, .. "}q\0(X\0\0\0\0."u8];
        Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(pickle, "w")).Place.Should().Contain("pickle");
    }

    [Fact]
    public void Random_changes_of_a_file_are_read_or_refused_but_never_crash()
    {
        var whole = SafetensorsFile.Write(
            new Dictionary<string, NamedTensor> { ["a"] = new NamedTensor.Floats([4], [1, 2, 3, 4]) }
        );
        const int seed = 20261;
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = whole[..random.Next(whole.Length + 1)];
            if (bytes.Length > 0)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                SafetensorsFile.Read(bytes, "w");
            }
            catch (InvalidInputException) { }
            catch (Exception fault)
            {
                Assert.Fail($"seed {seed}, change {i}: {fault}");
            }
        }
    }

    private static float[] Floats(NamedTensor tensor) => ((NamedTensor.Floats)tensor).Values;

    private static byte[] File(string header, byte[] data) =>
        [
            .. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(header)),
            .. Encoding.UTF8.GetBytes(header),
            .. data,
        ];
}
