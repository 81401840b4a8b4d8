using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sala.Operation;

namespace Sala.Web.Operation;

/// <summary>An own certificate, as PEM with its key or as PFX without a password (the file is the owner's alone).</summary>
internal static class Tls
{
    public static void Use(KestrelServerOptions kestrel, Settings settings)
    {
        if (settings.Certificate.Length == 0) return;
        kestrel.ConfigureHttpsDefaults(https =>
        {
            if (settings.CertificateKey.Length == 0)
            {
                https.ServerCertificate = X509CertificateLoader.LoadPkcs12FromFile(settings.Certificate, null);
                return;
            }
            using var pem = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.CertificateKey);
            https.ServerCertificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            https.ServerCertificateChain = [];
            https.ServerCertificateChain.ImportFromPemFile(settings.Certificate);
        });
    }
}
