using Xinglin.Records;
using Xinglin.Records.Audit;
using Xinglin.Records.Files;

namespace Xinglin.Server.SignIn;

/// <summary>The accounts without a server around them, for the command line.</summary>
public static class AccountServices
{
    /// <param name="audit">Where the trail's key and heads lie; as the environment says when null.</param>
    public static ServiceProvider Open(string dataFolder, AuditOptions? audit = null)
    {
        DataFolder.Prepare(dataFolder);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddAccessTrail(dataFolder, audit);
        services.AddSignIn(dataFolder);
        return services.BuildServiceProvider();
    }
}
