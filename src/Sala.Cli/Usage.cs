namespace Sala.Cli;

internal static class Usage
{
    public static int Print(string[] words)
    {
        var out_ = words is [] or ["help"] or ["--help"] ? Console.Out : Console.Error;
        if (out_ == Console.Error) out_.WriteLine($"sala: there is no command {words[0]}.");
        out_.WriteLine("""
            ./sala demo [--port 5080] [--data DIR] [--flood-control off]   made-up data on this machine
            ./sala setup --config FILE                                     keys, database, first administrator
            ./sala serve --config FILE                                     real use
            ./sala backup DIR --config FILE [--key-store FILE]             sealed rows, while it runs
            ./sala restore DIR --config FILE [--seed FILE] [--anchor FILE] into an empty database; asks for the paper seed
            ./sala audit anchor --config FILE                              count and head of the audit trail
            ./sala audit verify --config FILE [--anchor FILE]              walk the trail
            ./sala form convert FILE --out FILE [--to xform|xlsx|md|json|csv]
                                                                           a form in another shape
            ./sala form check FILE...                                      what to mend before anybody answers
            ./sala form preview FILE [--port 5090]                         page by page in the browser, languages side by side
            ./sala form codebook FILE --out DIR                            what each column means: HTML, CSV, DDI-Codebook 2.5
            ./sala form diff OLD NEW [--out mapping.csv]                   what a new version does to data of the old one
            ./sala form simulate FILE [--n 1000] [--seed 7] [--day 2026-11-24] [--out data.csv]
                                                                           random valid interviews; what they did not reach
            ./sala conformance forms FOLDER                                agreement with a folder of reference forms
            ./sala estimate PLAN.yml [--data FILE] --out DIR [--emit r]    from survey data to a report
            ./sala estimate sample DIR                                     the made-up data of samples/
            ./sala test                                                    every test
            """);
        return out_ == Console.Error ? 64 : 0;
    }
}
