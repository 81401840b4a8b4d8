using Sala.Benchmarks;

// What ./sala bench runs: long measurements, each with the figure that issue and decision ask for.
return args switch
{
    ["reports", .. var rest] => await ReportsBenchmark.Run(Options.Read(rest)),
    ["inbox", .. var rest] => await InboxBenchmark.Run(Options.Read(rest)),
    ["kills", .. var rest] => Options.Read(rest) is var kills && kills["of"] == "referrals" ? await ReferralKills.Run(kills) : await KillsBenchmark.Run(kills),
    ["serve-demonstration", var folder, var port, var database] => await ReferralKills.Serve(folder, port, database),
    ["receipts", .. var rest] => await ReceiptsBenchmark.Run(Options.Read(rest)),
    ["flood", .. var rest] => await FloodBenchmark.Run(Options.Read(rest)),
    ["statistics", .. var rest] => StatisticsBenchmark.Run(Options.Read(rest)),
    ["forms", .. var rest] => FormsBenchmark.Run(Options.Read(rest)),
    ["links", .. var rest] => await LinksBenchmark.Run(Options.Read(rest)),
    ["casework", .. var rest] => await CaseworkBenchmark.Run(Options.Read(rest)),
    ["fuzz", .. var rest] => FuzzBenchmark.Run(Options.Read(rest)),
    ["fuzz-input", var kind] => GuidedFuzzing.Try(kind),
    ["coverage", .. var rest] => CoverageBenchmark.Run(Options.Read(rest)),
    _ => Usage(),
};

static int Usage()
{
    Console.WriteLine("""
        ./sala bench reports [--clients 1,2,4,16] [--seconds 20]   reports a second over HTTP, server CPU, opening with a receipt
        ./sala bench inbox [--reports 100000]                      a page of the inbox and a search over many reports
        ./sala bench kills [--kills 50]                            kill -9 at random moments under load
        ./sala bench kills --of referrals [--on postgres]          the same in the middle of referrals: either or, never half
        ./sala bench flood [--a-minute 5000] [--seconds 60]        real senders beside a flood from one address
        ./sala bench receipts [--tries 2000] [--planted-ms 1]      wrong, unknown and deleted receipts over HTTP: bytes and time
        ./sala bench statistics [--rows 5000000] [--r no|full]     means, errors and replicates from a CSV file, with R beside
        ./sala bench forms [--rounds 300] [--interviews 100000]    a questionnaire of 900 binds read and answered, interviews simulated
        ./sala bench links [--tokens 1000000] [--tries 300]        a look-up of an account, found, not found and not for the asker
        ./sala bench casework [--cases 1000000] [--on sqlite]      cases of a whole country: open, search, board, tasks, look-up, writes, clocks
        ./sala bench fuzz [--minutes 60] [--seed N]                damaged spreadsheets and expressions; what breaks is kept in .sala/fuzz
        ./sala bench fuzz --led-by coverage [--minutes 60]         the same with SharpFuzz and afl++, which keep what reaches new code
        ./sala bench coverage [--samples 20000] [--seed N]         how often intervals for a proportion hold the truth
        """);
    return 64;
}
