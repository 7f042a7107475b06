using System.Text.Json.Serialization;

namespace Xinglin.Learning.Images.Data;

/// <summary>How the brightness of an image becomes numbers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntensityScaling>))]
public enum IntensityScaling
{
    /// <summary>Mean 0 and standard deviation 1 for each image, clipped to ±4: exposure and window do not matter.</summary>
    Standard,

    /// <summary>Full brightness 1, black -1 (x / 127.5 - 1 of 8 bits), as keras.applications prepares for MobileNetV2.</summary>
    EightBit,

    /// <summary>Mean and standard deviation of ImageNet's channels taken off, as torchvision prepares for its networks.</summary>
    ImageNet,
}
